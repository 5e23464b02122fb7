// The inner loops of painting, in C because Clang's vector extensions become SSE2, AVX2 (chosen at run time) and NEON from one
// text, which Swift's SIMD types cannot do per function. Each has an exact scalar twin in the tests.
//
// Coverage rule, used everywhere: a = c + (c >> 7) (0...256), out = (under * (256 - a) + ink * a + 128) >> 8 per channel.
#ifndef YUANBA_KERNELS_H
#define YUANBA_KERNELS_H
#include <stddef.h>
#include <stdint.h>

/// Fills `rows` rows of `width` pixels; `pitch` in pixels.
void yb_fill(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t word);

/// Fills with `ink` at one coverage `a` of 0...256 over what is there.
void yb_fill_over(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t ink, uint32_t a);

/// A coverage tile over whatever is there. `coverage` may be read up to 15 bytes past each row's end.
void yb_tile_over(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink);

/// A coverage tile over a ground known to be `ground` everywhere under it: nothing is read from `pixels`.
void yb_tile_flat(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink, uint32_t ground);

/// One row of a scaled picture: pixels `skipped` ..< `skipped + count` of `target_width`, row `row` of `target_height`.
/// `sums` is scratch for 4 × source_width floats. XRGB8888; the X byte becomes 255.
void yb_scale_row(uint32_t *pixels, size_t skipped, size_t count, size_t target_width, size_t row, size_t target_height,
                  const uint32_t *source, size_t source_pitch, size_t source_width, size_t source_height, float *sums);
#endif
