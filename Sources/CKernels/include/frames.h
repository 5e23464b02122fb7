// Rows of frames as run-length tokens, see Pixels/Frame.swift. A token is a header, `literals << 16 | run`, that many pixels as
// they are, and the pixel of the run when it is not empty.
#ifndef YUANBA_FRAMES_H
#define YUANBA_FRAMES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Rows are at most this wide: counts have 16 bits.
enum { yb_frame_widest = 16384 };

/// So many words after the tokens of a row must be readable.
enum { yb_frame_slack = 16 };

/// Encodes a row of `width` pixels; writes at most width + 1 words to `tokens` and returns how many.
size_t yb_frame_encode_row(const uint32_t *pixels, size_t width, uint32_t *tokens);

/// Writes columns `from` ..< `to` of an encoded row to `target`, which stands for column `from`: in order, some pixels twice
/// in a row, nothing outside; nothing is read from `target`.
void yb_frame_decode_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target);

/// Lays columns `from` ..< `to` (at least one) of an encoded row, taken as premultiplied ARGB8888, over the pixels of `target`, which stands
/// for column `from`. Clear pixels leave theirs.
void yb_frame_over_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target);

/// The same, but only the opaque pixels, and nothing is read from `target`: for rows without others than clear ones beside them.
void yb_frame_opaque_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target);

/// What columns `from` ..< `to` (at least one) are: all clear, clear or opaque, or also translucent.
enum yb_row_cover { yb_row_clear, yb_row_cut, yb_row_mixed };
enum yb_row_cover yb_frame_cover(const uint32_t *tokens, size_t from, size_t to);

/// Columns *from ..< *to that cover all differences of two encoded rows of one width, which must not be equal; exactly those
/// from the first to the last pixel that differs when that is the smaller part of the rows.
void yb_frame_row_difference(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, size_t width, size_t *from,
                             size_t *to);
#endif
