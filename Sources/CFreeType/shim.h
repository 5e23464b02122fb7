#ifndef YUANBA_CFREETYPE_H
#define YUANBA_CFREETYPE_H
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_DRIVER_H
#include FT_ADVANCES_H
#include FT_BITMAP_H
#include FT_OUTLINE_H

// Macros made of casts and shifts do not import.
static const FT_Int32 yb_load_target_light = FT_LOAD_TARGET_LIGHT;
#endif
