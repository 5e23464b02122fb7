// Pictures of cameras to XRGB8888, and photos to another size, row by row, in one pass: averaging over the area that a target pixel
// stands for, then the colour matrix. Nothing is read outside of the source rows and nothing is written twice, so that the target may
// be write-combined.
#ifndef YUANBA_VIDEO_H
#define YUANBA_VIDEO_H
#include <stddef.h>
#include <stdint.h>

/// A colour matrix in fixed point. With luma and chroma in 0...255 (limited or full), in units of 1/64:
/// red = y·Y + bias + rv·(V − 128), green = y·Y + bias − gu·(U − 128) − gv·(V − 128), blue = y·Y + bias + bu·(U − 128).
struct yb_yuv_matrix {
    /// Times 16384.
    uint16_t y;
    /// Times 64, with the half that rounds.
    int16_t bias;
    /// Times 8192.
    int16_t rv, gu, gv, bu;
};

/// YUYV: one plane of Y U Y V. NV12: a plane of Y, and one of U V at half the size both ways.
struct yb_video_frame {
    const uint8_t *luma, *chroma;
    size_t luma_pitch, chroma_pitch;
    size_t width;
};

/// Rows that count alike, `step` apart. Their sum, shifted left by `shift`, has 16 bits; times `weight` / 65536 it is their part of the
/// average, times 128.
struct yb_row_run {
    uint32_t first, count, step;
    uint16_t weight;
    uint16_t shift;
};

/// The rows of one plane that a target row stands for.
struct yb_row_span {
    struct yb_row_run run[3];
    uint32_t runs;
};

/// How source columns become target columns.
struct yb_column_plan {
    size_t target_width;
    /// Groups of four source pixels that a target pixel may take from.
    size_t groups;
    /// First source pixel of each target pixel; as many as target_width rounded up to 16.
    const uint32_t *first;
    /// For each target pixel 16 × groups weights of 1/32768, each standing four times in a row.
    const int16_t *weights;
    /// Scratch: 4 × (source width rounded up to 16, and 4 × groups more), the end of which holds zeros.
    uint16_t *quads;
};

void yb_yuyv_row(uint32_t *pixels, const uint8_t *source, size_t width, const struct yb_yuv_matrix *matrix);
void yb_nv12_row(uint32_t *pixels, const uint8_t *luma, const uint8_t *chroma, size_t width, const struct yb_yuv_matrix *matrix);

/// A row of averages over any area.
void yb_yuyv_scaled_row(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *rows,
                        const struct yb_column_plan *columns, const struct yb_yuv_matrix *matrix);
void yb_nv12_scaled_row(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *luma_rows,
                        const struct yb_row_span *chroma_rows, const struct yb_column_plan *columns,
                        const struct yb_yuv_matrix *matrix);

/// A row of a photo in XRGB8888; `pitch` in pixels. The X byte becomes 255.
void yb_picture_scaled_row(uint32_t *pixels, const uint32_t *source, size_t pitch, size_t width, const struct yb_row_span *rows,
                           const struct yb_column_plan *columns);

/// A row of a camera where every target pixel stands for three columns of three rows: a picture in picture of a third. Rows of chroma that
/// count double are named twice.
void yb_yuyv_third_row(uint32_t *pixels, const uint8_t *const rows[3], size_t target_width, const struct yb_yuv_matrix *matrix);
void yb_nv12_third_row(uint32_t *pixels, const uint8_t *const luma[3], const uint8_t *const chroma[3], size_t target_width,
                       const struct yb_yuv_matrix *matrix);
#endif
