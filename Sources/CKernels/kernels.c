#include "kernels.h"
#include <string.h>

#if defined(__x86_64__)
#define YB_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define YB_CLONES
#endif

typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint8_t u8x64 __attribute__((vector_size(64)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef uint16_t u16x64 __attribute__((vector_size(128)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));

YB_CLONES
void yb_fill(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t word) {
    for (size_t y = 0; y < rows; y++, pixels += pitch)
        for (size_t x = 0; x < width; x++) pixels[x] = word;
}

static inline uint32_t mix(uint32_t d, uint32_t s, uint32_t a) {
    uint32_t rb = d & 0xFF00FF, g = d >> 8 & 0xFF00FF, ia = 256 - a;
    rb = (rb * ia + (s & 0xFF00FF) * a + 0x800080) >> 8 & 0xFF00FF;
    g = (g * ia + (s >> 8 & 0xFF00FF) * a + 0x800080) & 0xFF00FF00;
    return rb | g;
}

YB_CLONES
void yb_fill_over(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t ink, uint32_t a) {
    for (size_t y = 0; y < rows; y++, pixels += pitch)
        for (size_t x = 0; x < width; x++) pixels[x] = mix(pixels[x], ink, a);
}

YB_CLONES
void yb_tile_over(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink) {
    for (size_t y = 0; y < rows; y++, pixels += pitch, coverage += coverage_pitch)
        for (size_t x = 0; x < width; x++) {
            uint32_t c = coverage[x];
            pixels[x] = mix(pixels[x], ink, c + (c >> 7));
        }
}

YB_CLONES
void yb_tile_flat(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink, uint32_t ground) {
    for (size_t y = 0; y < rows; y++, pixels += pitch, coverage += coverage_pitch)
        for (size_t x = 0; x < width; x++) {
            uint32_t c = coverage[x];
            pixels[x] = mix(ground, ink, c + (c >> 7));
        }
}

/// The source span that one of `count` target pixels stands for: its area when smaller, a unit span around its middle when larger.
static inline void span(size_t at, size_t count, size_t source, float *from, float *to) {
    float step = (float)source / (float)count;
    if (step >= 1) {
        *from = (float)at * step, *to = (float)(at + 1) * step;
    } else {
        float middle = ((float)at + 0.5f) * step;
        *from = middle - 0.5f, *to = middle + 0.5f;
    }
}

static inline ptrdiff_t clamp(ptrdiff_t v, size_t count) { return v < 0 ? 0 : v >= (ptrdiff_t)count ? (ptrdiff_t)count - 1 : v; }

YB_CLONES
void yb_scale_row(uint32_t *pixels, size_t skipped, size_t count, size_t target_width, size_t row, size_t target_height,
                  const uint32_t *source, size_t source_pitch, size_t source_width, size_t source_height, float *sums) {
    float y0, y1;
    span(row, target_height, source_height, &y0, &y1);
    memset(sums, 0, source_width * 4 * sizeof *sums);
    ptrdiff_t first = (ptrdiff_t)__builtin_floorf(y0);
    for (ptrdiff_t y = first; (float)y < y1; y++) {
        float top = (float)y > y0 ? (float)y : y0, bottom = (float)(y + 1) < y1 ? (float)(y + 1) : y1;
        float weight = (bottom - top) / (y1 - y0);
        if (weight <= 0) continue;
        const uint8_t *s = (const uint8_t *)(source + (size_t)clamp(y, source_height) * source_pitch);
        for (size_t i = 0; i < source_width * 4; i++) sums[i] += weight * (float)s[i];
    }
    typedef float f32x4 __attribute__((vector_size(16)));
    for (size_t i = 0; i < count; i++) {
        float x0, x1;
        span(skipped + i, target_width, source_width, &x0, &x1);
        f32x4 sum = {0, 0, 0, 0};
        for (ptrdiff_t x = (ptrdiff_t)__builtin_floorf(x0); (float)x < x1; x++) {
            float left = (float)x > x0 ? (float)x : x0, right = (float)(x + 1) < x1 ? (float)(x + 1) : x1;
            f32x4 pixel;
            memcpy(&pixel, sums + clamp(x, source_width) * 4, sizeof pixel);
            sum += pixel * (right - left);
        }
        sum = sum * (1 / (x1 - x0)) + 0.5f;
        pixels[i] = (uint32_t)sum[0] | (uint32_t)sum[1] << 8 | (uint32_t)sum[2] << 16 | 0xFF000000u;
    }
}
