#ifndef YUANBA_CPNG_H
#define YUANBA_CPNG_H
#include <png.h>
#endif
