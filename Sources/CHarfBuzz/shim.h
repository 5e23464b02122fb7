#ifndef YUANBA_CHARFBUZZ_H
#define YUANBA_CHARFBUZZ_H
#include <hb.h>
#include <hb-ot.h>

// Macros made of character constants do not import.
static const hb_tag_t yb_tag_gsub = HB_OT_TAG_GSUB;
static const hb_tag_t yb_tag_gpos = HB_OT_TAG_GPOS;
static const hb_tag_t yb_tag_kern = HB_TAG('k', 'e', 'r', 'n');
static const hb_tag_t yb_tag_pwid = HB_TAG('p', 'w', 'i', 'd');
static const hb_tag_t yb_tag_hani = HB_TAG('h', 'a', 'n', 'i');
static const hb_tag_t yb_tag_halt = HB_TAG('h', 'a', 'l', 't');

// An enumerator of no named type in older versions of HarfBuzz, and of a named one in newer.
static const hb_ot_name_id_t yb_name_family = HB_OT_NAME_ID_FONT_FAMILY;

static inline hb_script_t yb_script(uint32_t tag) { return (hb_script_t)tag; }

#endif
