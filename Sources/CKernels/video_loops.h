// Included by video.c once for each kind of processor. Averages are in 1/128, so that sixteen of them fill a 32-byte vector and are
// still positive when it is taken as signed; colours in 1/64 before they are clamped.

#define DUPLICATE_EVEN(v) __builtin_shufflevector(v, v, 0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 12, 12, 14, 14)
#define DUPLICATE_ODD(v) __builtin_shufflevector(v, v, 1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15)

/// A matrix spread over vectors, for loops to keep in registers.
struct YB_NAME(matrix) {
    u16x16 y;
    i16x16 bias, bu, rv, gu, gv;
    /// For U V pairs; those of green doubled.
    i16x16 burv, gugv;
};

YB_INLINE YB_TARGET struct YB_NAME(matrix) YB_NAME(spread)(const struct yb_yuv_matrix *m) {
    const i16x16 zero = {0};
    return (struct YB_NAME(matrix)){
        (u16x16)zero + m->y, zero + m->bias, zero + m->bu, zero + m->rv, zero + m->gu, zero + m->gv,
        __builtin_shufflevector(zero + m->bu, zero + m->rv, 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31),
        __builtin_shufflevector((zero + m->gu) * 2, (zero + m->gv) * 2, 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31)};
}

/// Sixteen pixels. `luma` and what chroma adds or takes away are in 1/64 after the matrix.
YB_INLINE YB_TARGET void YB_NAME(write)(uint32_t *pixels, i16x16 luma, i16x16 blue, i16x16 green, i16x16 red) {
    YB_NAME(store)
    (pixels, __builtin_elementwise_add_sat(luma, blue) >> 6, (luma - green) >> 6, __builtin_elementwise_add_sat(luma, red) >> 6);
}

/// Sixteen pixels from bytes in the high halves of 16-bit lanes; chroma as U V pairs, each for two pixels.
YB_INLINE YB_TARGET void YB_NAME(write_bytes)(uint32_t *pixels, u16x16 luma, u16x16 chroma, const struct YB_NAME(matrix) *m) {
    i16x16 y = (i16x16)YB_NAME(high)(luma, m->y) + m->bias, c = (i16x16)(chroma ^ 0x8000);
    i16x16 blueAndRed = YB_NAME(scaled)(c, m->burv);
    // Each product has fifteen bits behind the point, or sixteen of its double: the high halves of the sum are what is looked for.
    i16x16 green = (i16x16)YB_NAME(paired)(c, m->gugv);
    YB_NAME(write)(pixels, y, DUPLICATE_EVEN(blueAndRed), DUPLICATE_ODD(green), DUPLICATE_ODD(blueAndRed));
}

/// Sixteen pixels from averages.
YB_INLINE YB_TARGET void YB_NAME(write_averages)(uint32_t *pixels, u16x16 y, u16x16 u, u16x16 v, const struct YB_NAME(matrix) *m) {
    i16x16 luma = (i16x16)YB_NAME(high)(y << 1, m->y) + m->bias;
    i16x16 cb = (i16x16)(u << 1 ^ 0x8000), cr = (i16x16)(v << 1 ^ 0x8000);
    i16x16 green = YB_NAME(scaled)(cb, m->gu) + YB_NAME(scaled)(cr, m->gv);
    YB_NAME(write)(pixels, luma, YB_NAME(scaled)(cb, m->bu), green, YB_NAME(scaled)(cr, m->rv));
}

/// 16 lanes of which only `count` bytes may be read.
YB_INLINE YB_TARGET u16x16 YB_NAME(load)(const uint8_t *source, size_t count) {
    u16x16 v = {0};
    memcpy(&v, source, count < sizeof v ? count : sizeof v);
    return v;
}

YB_INLINE YB_TARGET u16x16 YB_NAME(load_bytes)(const uint8_t *source, size_t count) {
    u8x16 v = {0};
    memcpy(&v, source, count < sizeof v ? count : sizeof v);
    return __builtin_convertvector(v, u16x16);
}

YB_TARGET static void YB_NAME(yuyv_row)(uint32_t *pixels, const uint8_t *source, size_t width, const struct yb_yuv_matrix *matrix) {
    const struct YB_NAME(matrix) spread = YB_NAME(spread)(matrix);
    size_t x = 0;
    for (; x + 16 <= width; x += 16) {
        u16x16 v = YB_NAME(load)(source + 2 * x, 32);
        YB_NAME(write_bytes)(pixels + x, v << 8, v & 0xFF00, &spread);
    }
    if (x == width) return;
    uint32_t rest[16];
    u16x16 v = YB_NAME(load)(source + 2 * x, (width - x + 1) / 2 * 4);
    YB_NAME(write_bytes)(rest, v << 8, v & 0xFF00, &spread);
    memcpy(pixels + x, rest, (width - x) * 4);
}

YB_TARGET static void YB_NAME(nv12_row)(uint32_t *pixels, const uint8_t *luma, const uint8_t *chroma, size_t width,
                                        const struct yb_yuv_matrix *matrix) {
    const struct YB_NAME(matrix) spread = YB_NAME(spread)(matrix);
    size_t x = 0;
    for (; x + 16 <= width; x += 16)
        YB_NAME(write_bytes)
        (pixels + x, YB_NAME(load_bytes)(luma + x, 16) << 8, YB_NAME(load_bytes)(chroma + x, 16) << 8, &spread);
    if (x == width) return;
    uint32_t rest[16];
    YB_NAME(write_bytes)
    (rest, YB_NAME(load_bytes)(luma + x, width - x) << 8, YB_NAME(load_bytes)(chroma + x, (width - x + 1) / 2 * 2) << 8, &spread);
    memcpy(pixels + x, rest, (width - x) * 4);
}

/// Averages of sixteen columns of YUYV, of which `count` are there.
YB_INLINE YB_TARGET void YB_NAME(yuyv_columns)(u16x16 *luma, u16x16 *chroma, const struct yb_video_frame *frame,
                                               const struct yb_row_span *rows, size_t x, size_t count) {
    const u16x16 zero = {0};
    u16x16 y = zero, c = zero;
    for (uint32_t i = 0; i < rows->runs; i++) {
        const struct yb_row_run *run = &rows->run[i];
        const uint8_t *source = frame->luma + run->first * frame->luma_pitch + 2 * x;
        u16x16 v = YB_NAME(load)(source, (count + 1) / 2 * 4), ys = v & 0xFF, cs = v >> 8;
        for (uint32_t k = 1; k < run->count; k++) {
            source += run->step * frame->luma_pitch;
            v = YB_NAME(load)(source, (count + 1) / 2 * 4);
            ys += v & 0xFF;
            cs += v >> 8;
        }
        y += YB_NAME(high)(ys << run->shift, zero + run->weight);
        c += YB_NAME(high)(cs << run->shift, zero + run->weight);
    }
    *luma = y;
    *chroma = c;
}

/// Averages of sixteen bytes of one plane, of which `count` are there.
YB_INLINE YB_TARGET u16x16 YB_NAME(byte_columns)(const uint8_t *plane, size_t pitch, const struct yb_row_span *rows, size_t x,
                                                 size_t count) {
    const u16x16 zero = {0};
    u16x16 sum = zero;
    for (uint32_t i = 0; i < rows->runs; i++) {
        const struct yb_row_run *run = &rows->run[i];
        const uint8_t *source = plane + run->first * pitch + x;
        u16x16 v = YB_NAME(load_bytes)(source, count);
        for (uint32_t k = 1; k < run->count; k++) {
            source += run->step * pitch;
            v += YB_NAME(load_bytes)(source, count);
        }
        sum += YB_NAME(high)(v << run->shift, zero + run->weight);
    }
    return sum;
}

YB_INLINE YB_TARGET void YB_NAME(columns)(u16x16 *luma, u16x16 *chroma, const struct yb_video_frame *frame,
                                          const struct yb_row_span *luma_rows, const struct yb_row_span *chroma_rows, size_t x,
                                          size_t count) {
    if (chroma_rows) {
        *luma = YB_NAME(byte_columns)(frame->luma, frame->luma_pitch, luma_rows, x, count);
        *chroma = YB_NAME(byte_columns)(frame->chroma, frame->chroma_pitch, chroma_rows, x, (count + 1) / 2 * 2);
    } else {
        YB_NAME(yuyv_columns)(luma, chroma, frame, luma_rows, x, count);
    }
}

/// Every third 32-bit unit of three vectors, from the first, the second and the third on.
#define THIRDS(a, b, c, v0, v1, v2)                                                                                                \
    do {                                                                                                                           \
        u32x8 t_ = __builtin_shufflevector((u32x8)(v0), (u32x8)(v1), 0, 9, 2, 3, 12, 5, 6, 15);                                    \
        t_ = __builtin_shufflevector(t_, (u32x8)(v2), 0, 1, 10, 3, 4, 13, 6, 7);                                                   \
        (a) = __builtin_shufflevector(t_, t_, 0, 3, 6, 1, 4, 7, 2, 5);                                                             \
        t_ = __builtin_shufflevector((u32x8)(v0), (u32x8)(v1), 0, 1, 10, 3, 4, 13, 6, 7);                                          \
        t_ = __builtin_shufflevector(t_, (u32x8)(v2), 8, 1, 2, 11, 4, 5, 14, 7);                                                   \
        (b) = __builtin_shufflevector(t_, t_, 1, 4, 7, 2, 5, 0, 3, 6);                                                             \
        t_ = __builtin_shufflevector((u32x8)(v0), (u32x8)(v1), 8, 1, 2, 11, 4, 5, 14, 7);                                          \
        t_ = __builtin_shufflevector(t_, (u32x8)(v2), 0, 9, 2, 3, 12, 5, 6, 15);                                                   \
        (c) = __builtin_shufflevector(t_, t_, 2, 5, 0, 3, 6, 1, 4, 7);                                                             \
    } while (0)

/// The low half of each unit from one vector, the high half from another.
#define HALVES(low, high)                                                                                                          \
    __builtin_shufflevector((u16x16)(low), (u16x16)(high), 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31)

/// Sixteen pixels from sums of nine source pixels, U and V apart.
YB_INLINE YB_TARGET void YB_NAME(write_ninths)(uint32_t *pixels, u16x16 y, u16x16 u, u16x16 v, const struct YB_NAME(matrix) *m) {
    const i16x16 middle = (i16x16){0} + 9 * 128 * 16;
    i16x16 luma = (i16x16)YB_NAME(high)(y << 4, m->y) + m->bias;
    i16x16 cb = (i16x16)(u << 4) - middle, cr = (i16x16)(v << 4) - middle;
    i16x16 green = YB_NAME(scaled)(cb, m->gu) + YB_NAME(scaled)(cr, m->gv);
    YB_NAME(write)(pixels, luma, YB_NAME(scaled)(cb, m->bu), green, YB_NAME(scaled)(cr, m->rv));
}

/// Sixteen target pixels from 48 columns that three rows were added up in, in units of 32 bits: two luma values, or U and V of two
/// columns. Three units make two pixels: y0 + y1 + y2 and y3 + y4 + y5, and of chroma, each standing for two columns, 2·c0 + c1 and
/// c1 + 2·c2.
YB_INLINE YB_TARGET void YB_NAME(write_thirds)(uint32_t *pixels, const u16x16 luma[3], const u16x16 chroma[3],
                                               const struct YB_NAME(matrix) *m) {
    u32x8 a, b, c;
    THIRDS(a, b, c, luma[0], luma[1], luma[2]);
    u16x16 even = (u16x16)a + (u16x16)(a >> 16) + (u16x16)b, odd = (u16x16)b + (u16x16)c + (u16x16)(c << 16);
    u16x16 y = HALVES(even, odd);
    THIRDS(a, b, c, chroma[0], chroma[1], chroma[2]);
    even = (u16x16)a + (u16x16)a + (u16x16)b, odd = (u16x16)b + (u16x16)c + (u16x16)c;
    YB_NAME(write_ninths)(pixels, y, HALVES(even, (u32x8)odd << 16), HALVES((u32x8)even >> 16, odd), m);
}

/// Adds up three rows of sixteen columns; `count` columns are there. Without `chroma` the rows are YUYV.
YB_INLINE YB_TARGET void YB_NAME(add_three)(u16x16 *y, u16x16 *c, const uint8_t *const luma[3], const uint8_t *const chroma[3], size_t x,
                                            size_t count) {
    size_t pairs = (count + 1) / 2 * 2;
    if (chroma) {
        *y = YB_NAME(load_bytes)(luma[0] + x, count) + YB_NAME(load_bytes)(luma[1] + x, count) + YB_NAME(load_bytes)(luma[2] + x, count);
        *c = YB_NAME(load_bytes)(chroma[0] + x, pairs) + YB_NAME(load_bytes)(chroma[1] + x, pairs) +
             YB_NAME(load_bytes)(chroma[2] + x, pairs);
    } else {
        u16x16 a = YB_NAME(load)(luma[0] + 2 * x, 2 * pairs), b = YB_NAME(load)(luma[1] + 2 * x, 2 * pairs),
               d = YB_NAME(load)(luma[2] + 2 * x, 2 * pairs);
        *y = (a & 0xFF) + (b & 0xFF) + (d & 0xFF);
        *c = (a >> 8) + (b >> 8) + (d >> 8);
    }
}

YB_INLINE YB_TARGET void YB_NAME(third_row)(uint32_t *pixels, const uint8_t *const luma[3], const uint8_t *const chroma[3], size_t width,
                                            const struct yb_yuv_matrix *matrix) {
    // Of a sum of nine, times 16, the same product comes out as of a byte times 256.
    const struct yb_yuv_matrix ninth = {(uint16_t)((matrix->y * 16 + 4) / 9),
                                        matrix->bias,
                                        (int16_t)((matrix->rv * 16 + 4) / 9),
                                        (int16_t)((matrix->gu * 16 + 4) / 9),
                                        (int16_t)((matrix->gv * 16 + 4) / 9),
                                        (int16_t)((matrix->bu * 16 + 4) / 9)};
    const struct YB_NAME(matrix) spread = YB_NAME(spread)(&ninth);
    u16x16 y[3], c[3];
    size_t x = 0;
    for (; x + 16 <= width; x += 16) {
        for (size_t i = 0; i < 3; i++) YB_NAME(add_three)(&y[i], &c[i], luma, chroma, 3 * x + 16 * i, 16);
        YB_NAME(write_thirds)(pixels + x, y, c, &spread);
    }
    if (x == width) return;
    uint32_t rest[16];
    for (size_t i = 0; i < 3; i++) {
        size_t from = 3 * x + 16 * i, count = from < 3 * width ? 3 * width - from : 0;
        y[i] = c[i] = (u16x16){0};
        if (count) YB_NAME(add_three)(&y[i], &c[i], luma, chroma, from, count < 16 ? count : 16);
    }
    YB_NAME(write_thirds)(rest, y, c, &spread);
    memcpy(pixels + x, rest, (width - x) * 4);
}

YB_TARGET static void YB_NAME(yuyv_third_row)(uint32_t *pixels, const uint8_t *const rows[3], size_t width,
                                              const struct yb_yuv_matrix *matrix) {
    YB_NAME(third_row)(pixels, rows, NULL, width, matrix);
}

YB_TARGET static void YB_NAME(nv12_third_row)(uint32_t *pixels, const uint8_t *const luma[3], const uint8_t *const chroma[3],
                                              size_t width, const struct yb_yuv_matrix *matrix) {
    YB_NAME(third_row)(pixels, luma, chroma, width, matrix);
}

/// Sixteen columns as Y, nothing, U, V for each.
YB_INLINE YB_TARGET void YB_NAME(put_quads)(uint16_t *quads, u16x16 luma, u16x16 chroma) {
    const u32x8 pairs = (u32x8)chroma;
    u32x16 y = __builtin_convertvector(luma, u32x16);
    u32x16 c = __builtin_shufflevector(pairs, pairs, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
    u32x16 out = __builtin_shufflevector(y, c, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    memcpy(quads, &out, sizeof out);
    out = __builtin_shufflevector(y, c, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    memcpy(quads + 32, &out, sizeof out);
}

/// Four weighted columns for one target pixel.
YB_INLINE YB_TARGET i16x16 YB_NAME(take)(const struct yb_column_plan *columns, size_t x) {
    const uint16_t *quads = columns->quads + 4 * (size_t)columns->first[x];
    const int16_t *weights = columns->weights + 16 * columns->groups * x;
    i16x16 sum = {0};
    for (size_t i = 0; i < columns->groups; i++) {
        i16x16 v, w;
        memcpy(&v, quads + 16 * i, sizeof v);
        memcpy(&w, weights + 16 * i, sizeof w);
        sum += YB_NAME(scaled)(v, w);
    }
    return sum;
}

/// Quads of four target pixels.
YB_INLINE YB_TARGET u16x16 YB_NAME(take_four)(const struct yb_column_plan *columns, size_t x) {
    i16x16 a = YB_NAME(take)(columns, x), b = YB_NAME(take)(columns, x + 1), c = YB_NAME(take)(columns, x + 2),
           d = YB_NAME(take)(columns, x + 3);
    i16x16 ac = __builtin_shufflevector(a, c, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
                __builtin_shufflevector(a, c, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    i16x16 bd = __builtin_shufflevector(b, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
                __builtin_shufflevector(b, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    return (u16x16)(__builtin_shufflevector(ac, bd, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
                    __builtin_shufflevector(ac, bd, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31));
}

/// The low halves of the even units of two vectors, in order, and the like.
#define PICK(a, b, i)                                                                                                              \
    __builtin_shufflevector(a, b, i, (i) + 4, (i) + 8, (i) + 12, (i) + 16, (i) + 20, (i) + 24, (i) + 28)
#define JOIN(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

YB_INLINE YB_TARGET void YB_NAME(write_quads)(uint32_t *pixels, const struct yb_column_plan *columns, size_t x,
                                              const struct YB_NAME(matrix) *matrix) {
    u16x16 a = YB_NAME(take_four)(columns, x), b = YB_NAME(take_four)(columns, x + 4), c = YB_NAME(take_four)(columns, x + 8),
           d = YB_NAME(take_four)(columns, x + 12);
    u16x16 y = JOIN(PICK(a, b, 0), PICK(c, d, 0)), u = JOIN(PICK(a, b, 2), PICK(c, d, 2)), v = JOIN(PICK(a, b, 3), PICK(c, d, 3));
    YB_NAME(write_averages)(pixels, y, u, v, matrix);
}

YB_INLINE YB_TARGET void YB_NAME(scaled_row)(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *luma_rows,
                                             const struct yb_row_span *chroma_rows, const struct yb_column_plan *columns,
                                             const struct yb_yuv_matrix *matrix) {
    const struct YB_NAME(matrix) spread = YB_NAME(spread)(matrix);
    u16x16 luma, chroma;
    size_t x = 0, width = frame->width;
    for (; x + 16 <= width; x += 16) {
        YB_NAME(columns)(&luma, &chroma, frame, luma_rows, chroma_rows, x, 16);
        YB_NAME(put_quads)(columns->quads + 4 * x, luma, chroma);
    }
    if (x < width) {
        YB_NAME(columns)(&luma, &chroma, frame, luma_rows, chroma_rows, x, width - x);
        YB_NAME(put_quads)(columns->quads + 4 * x, luma, chroma);
    }
    for (x = 0; x + 16 <= columns->target_width; x += 16) YB_NAME(write_quads)(pixels + x, columns, x, &spread);
    if (x == columns->target_width) return;
    uint32_t rest[16];
    YB_NAME(write_quads)(rest, columns, x, &spread);
    memcpy(pixels + x, rest, (columns->target_width - x) * 4);
}

YB_TARGET static void YB_NAME(yuyv_scaled_row)(uint32_t *pixels, const struct yb_video_frame *frame, const struct yb_row_span *rows,
                                               const struct yb_column_plan *columns, const struct yb_yuv_matrix *matrix) {
    YB_NAME(scaled_row)(pixels, frame, rows, NULL, columns, matrix);
}

YB_TARGET static void YB_NAME(nv12_scaled_row)(uint32_t *pixels, const struct yb_video_frame *frame,
                                               const struct yb_row_span *luma_rows, const struct yb_row_span *chroma_rows,
                                               const struct yb_column_plan *columns, const struct yb_yuv_matrix *matrix) {
    YB_NAME(scaled_row)(pixels, frame, luma_rows, chroma_rows, columns, matrix);
}

/// Four pixels of averages of bytes.
YB_INLINE YB_TARGET void YB_NAME(write_bytes_of_four)(uint32_t *pixels, u16x16 averages) {
    u8x16 bytes = __builtin_convertvector((averages + 64) >> 7, u8x16);
    u32x4 words;
    memcpy(&words, &bytes, sizeof words);
    words |= 0xFF000000u;
    memcpy(pixels, &words, sizeof words);
}

YB_TARGET static void YB_NAME(picture_scaled_row)(uint32_t *pixels, const uint32_t *source, size_t pitch, size_t width,
                                                  const struct yb_row_span *rows, const struct yb_column_plan *columns) {
    const uint8_t *bytes = (const uint8_t *)source;
    size_t x = 0;
    for (; x + 16 <= 4 * width; x += 16) {
        u16x16 sums = YB_NAME(byte_columns)(bytes, 4 * pitch, rows, x, 16);
        memcpy(columns->quads + x, &sums, sizeof sums);
    }
    if (x < 4 * width) {
        u16x16 sums = YB_NAME(byte_columns)(bytes, 4 * pitch, rows, x, 4 * width - x);
        memcpy(columns->quads + x, &sums, sizeof sums);
    }
    for (x = 0; x + 4 <= columns->target_width; x += 4) YB_NAME(write_bytes_of_four)(pixels + x, YB_NAME(take_four)(columns, x));
    if (x == columns->target_width) return;
    uint32_t rest[4];
    YB_NAME(write_bytes_of_four)(rest, YB_NAME(take_four)(columns, x));
    memcpy(pixels + x, rest, (columns->target_width - x) * 4);
}

#undef DUPLICATE_EVEN
#undef DUPLICATE_ODD
#undef THIRDS
#undef HALVES
#undef PICK
#undef JOIN
