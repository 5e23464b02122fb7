// The inner loops of painting, in C because Clang's vector extensions become SSE2, AVX2 (chosen at run time) and NEON from one
// text, which Swift's SIMD types cannot do per function. Each has an exact scalar twin in the tests.
//
// The blending rule, used everywhere: a coverage c of 0...255 weighs w = 2c + (c >> 7), 0...511, and each byte becomes
// under + floor(((ink - under) * w + 256) / 512). So 0 leaves what is there and 255 replaces it exactly; and pmulhrsw (x86) and
// sqrdmulh (ARM) compute it in one instruction.
#ifndef YUANBA_KERNELS_H
#define YUANBA_KERNELS_H
#include "frames.h"
#include "video.h"
#include <stddef.h>
#include <stdint.h>

/// Fills `rows` rows of `width` pixels; `pitch` in pixels.
void yb_fill(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t word);

/// Fills with `ink` at one coverage over what is there.
void yb_fill_over(uint32_t *pixels, size_t pitch, size_t width, size_t rows, uint32_t ink, uint32_t coverage);

/// A coverage tile over whatever is there.
void yb_tile_over(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink);

/// A coverage tile over a ground known to be `ground` everywhere under it: nothing is read from `pixels`.
void yb_tile_flat(uint32_t *pixels, size_t pitch, const uint8_t *coverage, size_t coverage_pitch, size_t width, size_t rows,
                  uint32_t ink, uint32_t ground);

/// For tests: uses the loops for processors without AVX2 from now on, or the best ones again. Not while others paint.
void yb_prefer_baseline(int baseline);
#endif
