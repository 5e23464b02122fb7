// What the Unicode Character Database says about each character, as far as setting text needs it. In C so that the tables are
// constant data in the executable: nothing is built or allocated at start.
#ifndef YUANBA_UNICODE_H
#define YUANBA_UNICODE_H
#include <stdint.h>

typedef struct {
    uint8_t line_class; // UAX #14, resolved by LB1; see LineClass
    uint8_t grapheme_class; // UAX #29; see GraphemeClass
    uint8_t script; // index into yb_script_tags
    uint8_t flags; // see CharacterFlags
} yb_character;

extern const yb_character yb_characters[];
extern const uint16_t yb_character_blocks[];
extern const uint16_t yb_character_indexes[];
/// ISO 15924 tags as HarfBuzz writes them.
extern const uint32_t yb_script_tags[];

/// Code points above U+10FFFF are looked up as U+FFFF.
static inline yb_character yb_character_of(uint32_t code) {
    if (code > 0x10FFFF) code = 0xFFFF;
    return yb_characters[yb_character_indexes[(uint32_t)yb_character_blocks[code >> 7] << 7 | (code & 127)]];
}

static inline uint32_t yb_script_tag(uint8_t script) { return yb_script_tags[script]; }
#endif
