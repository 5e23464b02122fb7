#include "frames.h"
#include <string.h>

typedef uint32_t u32x8 __attribute__((vector_size(32), aligned(4)));
typedef uint64_t u64x2 __attribute__((vector_size(16), aligned(4)));

static inline size_t literals(uint32_t header) { return header >> 16; }
static inline size_t run(uint32_t header) { return header & 0xFFFF; }
static inline size_t length(uint32_t header) { return 1 + literals(header) + (run(header) != 0); }

// The first position from which four pixels are equal, or `end`. Looks at the last pair first: when that differs, three
// positions are ruled out at once.
static inline size_t next_run(const uint32_t *p, size_t i, size_t end) {
    while (i + 4 <= end) {
        if (p[i + 2] != p[i + 3]) i += 3;
        else if (p[i + 1] != p[i + 2]) i += 2;
        else if (p[i] != p[i + 1]) i += 1;
        else return i;
    }
    return end;
}

static inline size_t end_of_run(const uint32_t *p, size_t i, size_t end) {
    uint32_t value = p[i];
    u64x2 wide = (u64x2){value, value} << 32 | value;
    for (i += 4; i + 16 <= end; i += 16) {
        const u64x2 *v = (const u64x2 *)(p + i);
        u64x2 d = v[0] ^ wide;
        for (int k = 1; k < 8; k++) d |= v[k] ^ wide;
        if (d[0] | d[1]) break;
    }
    while (i < end && p[i] == value) i++;
    return i;
}

// From four equal pixels on it is a run: in fewer, the next header eats the gain, and more tokens make decoding slower. A
// run of three would still not make the row longer, so width + 1 words always suffice.
size_t yb_frame_encode_row(const uint32_t *pixels, size_t width, uint32_t *tokens) {
    uint32_t *out = tokens;
    for (size_t at = 0; at < width;) {
        size_t start = next_run(pixels, at, width);
        size_t end = start < width ? end_of_run(pixels, start, width) : width;
        *out++ = (uint32_t)((start - at) << 16 | (end - start));
        memcpy(out, pixels + at, (start - at) * 4);
        out += start - at;
        if (end > start) *out++ = pixels[start];
        at = end;
    }
    return (size_t)(out - tokens);
}

static inline void fill(uint32_t *out, uint32_t pixel, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = pixel;
}

void yb_frame_decode_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target) {
    uint32_t *out = target, *end = target + (to - from);
    for (size_t before = from; before; ) {
        uint32_t header = *tokens;
        size_t n = literals(header), whole = n + run(header);
        if (whole <= before) {
            before -= whole;
            tokens += length(header);
            continue;
        }
        // What is left of the token in which the first column lies.
        size_t room = (size_t)(end - out);
        if (before < n) {
            size_t count = n - before < room ? n - before : room;
            memcpy(out, tokens + 1 + before, count * 4);
            out += count;
            room -= count;
            before = n;
        }
        size_t count = whole - before < room ? whole - before : room;
        fill(out, tokens[1 + n], count);
        out += count;
        tokens += length(header);
        break;
    }
    while (out < end) {
        uint32_t header = *tokens++;
        size_t n = literals(header), m = run(header), room = (size_t)(end - out);
        if (n + m + 16 <= room) {
            // Most tokens are short: whole vectors without asking how short, the next token writes over what was too much.
            *(u32x8 *)out = *(const u32x8 *)tokens;
            for (size_t i = 8; i < n; i += 8) *(u32x8 *)(out + i) = *(const u32x8 *)(tokens + i);
            out += n;
            tokens += n;
            u32x8 v = (u32x8){0} + *tokens;
            *(u32x8 *)out = v;
            *(u32x8 *)(out + 8) = v;
            for (size_t i = 16; i < m; i += 8) *(u32x8 *)(out + i) = v;
            out += m;
            tokens += m != 0;
        } else {
            size_t count = n < room ? n : room;
            memcpy(out, tokens, count * 4);
            out += count;
            tokens += n;
            count = m < room - count ? m : room - count;
            fill(out, *tokens, count);
            out += count;
            tokens += m != 0;
        }
    }
}

// A position in a row: pixel i of the rest of this piece (the literals or the run of a token) is p[i * step].
struct place {
    const uint32_t *token, *p;
    size_t left, step;
};

static inline struct place piece(const uint32_t *token, size_t passed) {
    size_t n = literals(*token);
    return passed < n ? (struct place){token, token + 1, n, 1} : (struct place){token, token + 1 + n, run(*token), 0};
}

// True when the place is at the start of a token afterwards.
static inline bool skip(struct place *place, size_t count) {
    place->left -= count;
    place->p += count * place->step;
    if (place->left) return false;
    if (place->step && run(*place->token)) {
        *place = piece(place->token, literals(*place->token));
        return false;
    }
    *place = piece(place->token + length(*place->token), 0);
    return true;
}

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

// Premultiplied: no channel is larger than the alpha, so the sum fits. Division by 255, rounded.
static inline uint32_t over(uint32_t under, uint32_t top) {
    uint32_t rest = 255 - (top >> 24);
    uint32_t rb = (under & 0xFF00FF) * rest + 0x800080, ag = (under >> 8 & 0xFF00FF) * rest + 0x800080;
    rb = (rb + (rb >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    ag = (ag + (ag >> 8 & 0xFF00FF)) & 0xFF00FF00;
    return top + (rb | ag);
}

static inline struct place column(const uint32_t *tokens, size_t x) {
    struct place at = piece(tokens, 0);
    while (x >= at.left) {
        x -= at.left;
        skip(&at, at.left);
    }
    if (x) skip(&at, x);
    return at;
}

void yb_frame_over_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target) {
    struct place at = column(tokens, from);
    for (size_t left = to - from;;) {
        size_t count = least(at.left, left);
        if (at.step) {
            for (size_t i = 0; i < count; i++) target[i] = over(target[i], at.p[i]);
        } else if (*at.p >> 24 == 255) {
            fill(target, *at.p, count);
        } else if (*at.p) {
            for (size_t i = 0; i < count; i++) target[i] = over(target[i], *at.p);
        }
        target += count;
        left -= count;
        if (!left) return;
        skip(&at, count);
    }
}

void yb_frame_opaque_row(const uint32_t *tokens, size_t from, size_t to, uint32_t *target) {
    struct place at = column(tokens, from);
    for (size_t left = to - from;;) {
        size_t count = least(at.left, left);
        if (at.step) {
            for (size_t i = 0; i < count; i++)
                if (at.p[i] >> 24 == 255) target[i] = at.p[i];
        } else if (*at.p >> 24 == 255) {
            fill(target, *at.p, count);
        }
        target += count;
        left -= count;
        if (!left) return;
        skip(&at, count);
    }
}

enum yb_row_cover yb_frame_cover(const uint32_t *tokens, size_t from, size_t to) {
    struct place at = column(tokens, from);
    enum yb_row_cover cover = yb_row_clear;
    for (size_t left = to - from;;) {
        size_t count = least(at.left, left);
        for (size_t i = 0; i < (at.step ? count : 1); i++) {
            if (!at.p[i]) continue;
            if (at.p[i] >> 24 != 255) return yb_row_mixed;
            cover = yb_row_cut;
        }
        left -= count;
        if (!left) return cover;
        skip(&at, count);
    }
}

void yb_frame_row_difference(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, size_t width, size_t *from,
                             size_t *to) {
    size_t shorter = a_count < b_count ? a_count : b_count, head = 0, tail = 0, x = 0;
    while (head < shorter && a[head] == b[head]) head++;
    while (tail < shorter - head && a[a_count - 1 - tail] == b[b_count - 1 - tail]) tail++;
    const uint32_t *a_end = a + a_count, *b_end = b + b_count;
    for (const uint32_t *same = a + head; a + length(*a) <= same;) {
        x += literals(*a) + run(*a);
        size_t words = length(*a);
        a += words;
        b += words;
    }
    *from = x;
    *to = width;
    // Looking for the exact columns in rows that have little in common costs more than writing them.
    if (head + tail < shorter / 2) return;

    struct place p = piece(a, 0), q = piece(b, 0);
    size_t start = width, end = 0;
    for (;;) {
        size_t count = p.left < q.left ? p.left : q.left;
        if (!(p.step | q.step)) {
            if (*p.p != *q.p) {
                if (start == width) start = x;
                end = x + count;
            }
        } else {
            // From the left up to the first difference of the row only; then from the right up to the last of this piece.
            size_t i = 0;
            if (start == width) {
                while (i < count && p.p[i * p.step] == q.p[i * q.step]) i++;
                if (i < count) start = x + i;
            }
            size_t j = count;
            while (j > i && p.p[(j - 1) * p.step] == q.p[(j - 1) * q.step]) j--;
            if (j > i) end = x + j;
        }
        x += count;
        if (x >= width) break;
        bool p_starts = skip(&p, count), q_starts = skip(&q, count);
        // Both at tokens from which all words are equal to the end: so are all pixels.
        if (p_starts && q_starts && a_end - p.token == b_end - q.token && (size_t)(a_end - p.token) <= tail) break;
    }
    *from = start;
    *to = end;
}
