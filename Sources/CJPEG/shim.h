#ifndef YUANBA_CJPEG_H
#define YUANBA_CJPEG_H
#include <turbojpeg.h>
#endif
