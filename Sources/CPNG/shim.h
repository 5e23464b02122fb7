#ifndef YUANBA_CPNG_H
#define YUANBA_CPNG_H
#include <png.h>

// Macros made of casts and flags do not import.
static const png_uint_32 yb_png_format_bgra = PNG_FORMAT_BGRA;
static const png_uint_32 yb_png_format_rgb = PNG_FORMAT_RGB;

static inline const char *yb_png_message(const png_image *image) { return image->message; }
#endif
