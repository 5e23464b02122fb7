#ifndef YUANBA_CHARFBUZZ_H
#define YUANBA_CHARFBUZZ_H
#include <hb.h>
#include <hb-ot.h>
#include <hb-ft.h>
#endif
