#include "kernels.h"
#include "processor.h"
#include <string.h>

// Loops that the compiler vectorises by itself get a second version for AVX2 machines, chosen when the program is loaded.
#if defined(__x86_64__)
#define YB_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define YB_CLONES
#endif

YB_CLONES
void yb_fill(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t word) {
    for (size_t y = 0; y < rows; y++, pixels += pitch)
        for (size_t x = 0; x < width; x++) pixels[x] = word;
}

/// The blending rule for one pixel, byte by byte.
static inline uint32_t mix(uint32_t under, uint32_t ink, uint32_t coverage) {
    int32_t weight = (int32_t)(2 * coverage + (coverage >> 7));
    uint32_t out = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int32_t a = (int32_t)(under >> shift & 255), b = (int32_t)(ink >> shift & 255);
        out |= (uint32_t)(a + (((b - a) * weight + 256) >> 9)) << shift;
    }
    return out;
}

YB_CLONES
void yb_fill_over(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t ink, uint32_t coverage) {
    for (size_t y = 0; y < rows; y++, pixels += pitch)
        for (size_t x = 0; x < width; x++) pixels[x] = mix(pixels[x], ink, coverage);
}

// Eight pixels at a time. `weights` spreads eight coverage bytes so that each stands in all eight bytes of a pixel's four 16-bit
// lanes: (c << 8 | c) >> 7 = 2c + (c >> 7), the rule's weight. The halves hold pixels 0 1 4 5 and 2 3 6 7, as AVX2 unpacks and
// packs them. `scaled` rounds difference × weight / 512 exactly as the rule does.
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x32 __attribute__((vector_size(32)));
typedef int16_t i16x16 __attribute__((vector_size(32)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef int32_t i32x16 __attribute__((vector_size(64)));

#define YB_SPREAD(c, i, j, k, l) \
    __builtin_shufflevector(c, c, i, i, i, i, i, i, i, i, j, j, j, j, j, j, j, j, k, k, k, k, k, k, k, k, l, l, l, l, l, l, l, l)
#define YB_PACK(a, b)                                                                                                             \
    __builtin_shufflevector((u8x32)(a), (u8x32)(b), 0, 2, 4, 6, 8, 10, 12, 14, 32, 34, 36, 38, 40, 42, 44, 46, 16, 18, 20, 22, 24, \
                            26, 28, 30, 48, 50, 52, 54, 56, 58, 60, 62)
#define YB_LOW(p) \
    (i16x16) __builtin_shufflevector(p, (u8x32){0}, 0, 32, 1, 32, 2, 32, 3, 32, 4, 32, 5, 32, 6, 32, 7, 32, 16, 32, 17, 32, 18, 32, \
                                     19, 32, 20, 32, 21, 32, 22, 32, 23, 32)
#define YB_HIGH(p)                                                                                                                 \
    (i16x16) __builtin_shufflevector(p, (u8x32){0}, 8, 32, 9, 32, 10, 32, 11, 32, 12, 32, 13, 32, 14, 32, 15, 32, 24, 32, 25, 32, \
                                     26, 32, 27, 32, 28, 32, 29, 32, 30, 32, 31, 32)

#define YB_TILE_LOOPS(suffix, attribute, scaled)                                                                                  \
    attribute static void tile_over_##suffix(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch,       \
                                             size_t width, size_t rows, uint32_t ink) {                                            \
        const u8x32 inks = (u8x32)((__attribute__((vector_size(32))) uint32_t){ink, ink, ink, ink, ink, ink, ink, ink});           \
        const i16x16 target = YB_LOW(inks);                                                                                        \
        for (size_t y = 0; y < rows; y++, pixels += pitch, coverage += coverage_pitch) {                                           \
            size_t x = 0;                                                                                                          \
            for (; x + 8 <= width; x += 8) {                                                                                       \
                u8x8 c;                                                                                                            \
                u8x32 p;                                                                                                           \
                memcpy(&c, coverage + x, sizeof c);                                                                                \
                memcpy(&p, pixels + x, sizeof p);                                                                                  \
                i16x16 low = YB_LOW(p), high = YB_HIGH(p);                                                                         \
                low += scaled(target - low, (i16x16)((u16x16)YB_SPREAD(c, 0, 1, 4, 5) >> 7));                                      \
                high += scaled(target - high, (i16x16)((u16x16)YB_SPREAD(c, 2, 3, 6, 7) >> 7));                                    \
                p = YB_PACK(low, high);                                                                                            \
                memcpy(pixels + x, &p, sizeof p);                                                                                  \
            }                                                                                                                      \
            for (; x < width; x++) pixels[x] = mix(pixels[x], ink, coverage[x]);                                                   \
        }                                                                                                                          \
    }                                                                                                                              \
    attribute static void tile_flat_##suffix(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch,       \
                                             size_t width, size_t rows, uint32_t ink, uint32_t ground) {                           \
        const u8x32 inks = (u8x32)((__attribute__((vector_size(32))) uint32_t){ink, ink, ink, ink, ink, ink, ink, ink});           \
        const u8x32 grounds =                                                                                                      \
            (u8x32)((__attribute__((vector_size(32))) uint32_t){ground, ground, ground, ground, ground, ground, ground, ground});  \
        const i16x16 under = YB_LOW(grounds), difference = YB_LOW(inks) - under;                                                   \
        for (size_t y = 0; y < rows; y++, pixels += pitch, coverage += coverage_pitch) {                                           \
            size_t x = 0;                                                                                                          \
            for (; x + 8 <= width; x += 8) {                                                                                       \
                u8x8 c;                                                                                                            \
                memcpy(&c, coverage + x, sizeof c);                                                                                \
                i16x16 low = under + scaled(difference, (i16x16)((u16x16)YB_SPREAD(c, 0, 1, 4, 5) >> 7));                          \
                i16x16 high = under + scaled(difference, (i16x16)((u16x16)YB_SPREAD(c, 2, 3, 6, 7) >> 7));                         \
                u8x32 p = YB_PACK(low, high);                                                                                      \
                memcpy(pixels + x, &p, sizeof p);                                                                                  \
            }                                                                                                                      \
            for (; x < width; x++) pixels[x] = mix(ground, ink, coverage[x]);                                                      \
        }                                                                                                                          \
    }

#if defined(__x86_64__)
#include <immintrin.h>
// 32-byte vectors cross function borders only where they are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#define YB_AVX2 __attribute__((target("avx2")))
static inline __attribute__((always_inline, target("avx2"))) i16x16 scaled_avx2(i16x16 difference, i16x16 weight) {
    return (i16x16)_mm256_mulhrs_epi16((__m256i)(difference << 6), (__m256i)weight);
}
/// SSE2 has no rounding multiplication: the high half of the product plus the low half's top bit.
static inline __attribute__((always_inline)) __m128i scaled_half(__m128i difference, __m128i weight) {
    __m128i d = _mm_slli_epi16(difference, 7);
    return _mm_add_epi16(_mm_mulhi_epi16(d, weight), _mm_srli_epi16(_mm_mullo_epi16(d, weight), 15));
}
static inline __attribute__((always_inline)) i16x16 scaled_sse2(i16x16 difference, i16x16 weight) {
    union {
        i16x16 all;
        __m128i half[2];
    } d = {difference}, w = {weight}, out;
    out.half[0] = scaled_half(d.half[0], w.half[0]);
    out.half[1] = scaled_half(d.half[1], w.half[1]);
    return out.all;
}
YB_TILE_LOOPS(sse2, , scaled_sse2)
YB_TILE_LOOPS(avx2, YB_AVX2, scaled_avx2)
int yb_uses_avx2;
__attribute__((constructor)) static void look_at_processor(void) { yb_uses_avx2 = __builtin_cpu_supports("avx2") != 0; }
void yb_prefer_baseline(int baseline) { yb_uses_avx2 = !baseline && __builtin_cpu_supports("avx2"); }
#define YB_TILE(name, ...) (yb_uses_avx2 ? name##_avx2(__VA_ARGS__) : name##_sse2(__VA_ARGS__))
#elif defined(__aarch64__)
#include <arm_neon.h>
static inline __attribute__((always_inline)) i16x16 scaled_neon(i16x16 difference, i16x16 weight) {
    union {
        i16x16 all;
        int16x8_t half[2];
    } d = {difference}, w = {weight}, out;
    out.half[0] = vqrdmulhq_s16(vshlq_n_s16(d.half[0], 6), w.half[0]);
    out.half[1] = vqrdmulhq_s16(vshlq_n_s16(d.half[1], 6), w.half[1]);
    return out.all;
}
YB_TILE_LOOPS(neon, , scaled_neon)
#define YB_TILE(name, ...) name##_neon(__VA_ARGS__)
void yb_prefer_baseline(int baseline) { (void)baseline; }
#else
void yb_prefer_baseline(int baseline) { (void)baseline; }
static inline __attribute__((always_inline)) i16x16 scaled_plain(i16x16 difference, i16x16 weight) {
    i32x16 product = __builtin_convertvector(difference, i32x16) * __builtin_convertvector(weight, i32x16);
    return __builtin_convertvector((product + 256) >> 9, i16x16);
}
YB_TILE_LOOPS(plain, , scaled_plain)
#define YB_TILE(name, ...) name##_plain(__VA_ARGS__)
#endif

void yb_tile_over(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink) {
    YB_TILE(tile_over, pixels, pitch, coverage, coverage_pitch, width, rows, ink);
}

void yb_tile_flat(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink, uint32_t ground) {
    YB_TILE(tile_flat, pixels, pitch, coverage, coverage_pitch, width, rows, ink, ground);
}
