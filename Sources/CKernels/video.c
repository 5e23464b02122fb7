#include "processor.h"
#include "video.h"
#include <string.h>

typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef int16_t i16x16 __attribute__((vector_size(32)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef uint32_t u32x8 __attribute__((vector_size(32)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef int32_t i32x16 __attribute__((vector_size(64)));

// 32-byte vectors cross function borders only where they are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#define YB_INLINE static inline __attribute__((always_inline))

// Four operations on sixteen 16-bit lanes are written for each kind of processor: the high half of an unsigned product, a signed
// product of 1/32768 rounded, the sum of the products of two neighbours, and writing sixteen pixels from lanes of blue, green and red
// that are clamped to 0...255. What is above them is one text, in video_loops.h.
#if defined(__x86_64__)
#include <immintrin.h>
// Tuned for processors where shuffling by a table is one operation, which all with AVX2 but the first AMD ones are.
#define YB_AVX2 __attribute__((target("avx2,tune=skylake")))
YB_INLINE YB_AVX2 u16x16 high_avx2(u16x16 a, u16x16 b) { return (u16x16)_mm256_mulhi_epu16((__m256i)a, (__m256i)b); }
YB_INLINE YB_AVX2 i16x16 scaled_avx2(i16x16 a, i16x16 b) { return (i16x16)_mm256_mulhrs_epi16((__m256i)a, (__m256i)b); }
YB_INLINE YB_AVX2 u32x8 paired_avx2(i16x16 a, i16x16 b) { return (u32x8)_mm256_madd_epi16((__m256i)a, (__m256i)b); }
YB_INLINE YB_AVX2 void store_avx2(uint32_t *pixels, i16x16 b, i16x16 g, i16x16 r) {
    __m256i br = _mm256_packus_epi16((__m256i)b, (__m256i)r);
    __m256i ga = _mm256_packus_epi16((__m256i)g, _mm256_set1_epi16(255));
    __m256i bg = _mm256_unpacklo_epi8(br, ga), ra = _mm256_unpackhi_epi8(br, ga);
    // Clang would otherwise rewrite the four interleavings as six shuffles.
    __asm__("" : "+x"(bg), "+x"(ra));
    __m256i low = _mm256_unpacklo_epi16(bg, ra), high = _mm256_unpackhi_epi16(bg, ra);
    _mm256_storeu_si256((__m256i *)pixels, _mm256_permute2x128_si256(low, high, 0x20));
    _mm256_storeu_si256((__m256i *)(pixels + 8), _mm256_permute2x128_si256(low, high, 0x31));
}
#define YB_TARGET YB_AVX2
#define YB_NAME(name) name##_avx2
#include "video_loops.h"
#undef YB_TARGET
#undef YB_NAME
#endif

YB_INLINE u32x8 paired_baseline(i16x16 a, i16x16 b) {
    i32x16 product = __builtin_convertvector(a, i32x16) * __builtin_convertvector(b, i32x16);
    return (u32x8)(__builtin_shufflevector(product, product, 0, 2, 4, 6, 8, 10, 12, 14) +
                   __builtin_shufflevector(product, product, 1, 3, 5, 7, 9, 11, 13, 15));
}
YB_INLINE u16x16 high_baseline(u16x16 a, u16x16 b) {
    return __builtin_convertvector((__builtin_convertvector(a, u32x16) * __builtin_convertvector(b, u32x16)) >> 16, u16x16);
}

#if defined(__aarch64__)
#include <arm_neon.h>
typedef union {
    i16x16 all;
    int16x8_t half[2];
} yb_halves;
YB_INLINE i16x16 scaled_baseline(i16x16 a, i16x16 b) {
    yb_halves x = {a}, y = {b}, out;
    out.half[0] = vqrdmulhq_s16(x.half[0], y.half[0]);
    out.half[1] = vqrdmulhq_s16(x.half[1], y.half[1]);
    return out.all;
}
YB_INLINE void store_baseline(uint32_t *pixels, i16x16 b, i16x16 g, i16x16 r) {
    yb_halves x = {b}, y = {g}, z = {r};
    uint8x16x4_t out = {{vcombine_u8(vqmovun_s16(x.half[0]), vqmovun_s16(x.half[1])),
                         vcombine_u8(vqmovun_s16(y.half[0]), vqmovun_s16(y.half[1])),
                         vcombine_u8(vqmovun_s16(z.half[0]), vqmovun_s16(z.half[1])), vdupq_n_u8(255)}};
    vst4q_u8((uint8_t *)pixels, out);
}
#else
YB_INLINE i16x16 scaled_baseline(i16x16 a, i16x16 b) {
    i32x16 product = __builtin_convertvector(a, i32x16) * __builtin_convertvector(b, i32x16);
    return __builtin_convertvector(((product >> 14) + 1) >> 1, i16x16);
}
YB_INLINE i16x16 byte_range(i16x16 v) {
    const i16x16 least = {0}, most = least + 255;
    return __builtin_elementwise_min(__builtin_elementwise_max(v, least), most);
}
YB_INLINE void store_baseline(uint32_t *pixels, i16x16 b, i16x16 g, i16x16 r) {
    u32x16 low = __builtin_convertvector((u16x16)byte_range(b) | (u16x16)byte_range(g) << 8, u32x16);
    u32x16 high = __builtin_convertvector((u16x16)byte_range(r) | 0xFF00, u32x16);
    u32x16 out = low | high << 16;
    memcpy(pixels, &out, sizeof out);
}
#endif
#define YB_TARGET
#define YB_NAME(name) name##_baseline
#include "video_loops.h"

#if defined(__x86_64__)
#define YB_CALL(name, ...) (yb_uses_avx2 ? name##_avx2(__VA_ARGS__) : name##_baseline(__VA_ARGS__))
#else
#define YB_CALL(name, ...) name##_baseline(__VA_ARGS__)
#endif

void yb_yuyv_row(uint32_t *pixels, const uint8_t *source, size_t width, const struct yb_yuv_matrix *matrix) {
    YB_CALL(yuyv_row, pixels, source, width, matrix);
}

void yb_nv12_row(uint32_t *pixels, const uint8_t *luma, const uint8_t *chroma, size_t width, const struct yb_yuv_matrix *matrix) {
    YB_CALL(nv12_row, pixels, luma, chroma, width, matrix);
}

void yb_yuyv_scaled_row(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *rows,
                        const struct yb_column_plan *columns, const struct yb_yuv_matrix *matrix) {
    YB_CALL(yuyv_scaled_row, pixels, frame, rows, columns, matrix);
}

void yb_nv12_scaled_row(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *luma_rows,
                        const struct yb_row_span *chroma_rows, const struct yb_column_plan *columns,
                        const struct yb_yuv_matrix *matrix) {
    YB_CALL(nv12_scaled_row, pixels, frame, luma_rows, chroma_rows, columns, matrix);
}

void yb_picture_scaled_row(uint32_t *pixels, const uint32_t *source, size_t pitch, size_t width, const struct yb_row_span *rows,
                           const struct yb_column_plan *columns) {
    YB_CALL(picture_scaled_row, pixels, source, pitch, width, rows, columns);
}

void yb_yuyv_third_row(uint32_t *pixels, const uint8_t *const rows[3], size_t width, const struct yb_yuv_matrix *matrix) {
    YB_CALL(yuyv_third_row, pixels, rows, width, matrix);
}

void yb_nv12_third_row(uint32_t *pixels, const uint8_t *const luma[3], const uint8_t *const chroma[3], size_t width,
                       const struct yb_yuv_matrix *matrix) {
    YB_CALL(nv12_third_row, pixels, luma, chroma, width, matrix);
}
