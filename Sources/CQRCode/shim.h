#ifndef YUANBA_CQRCODE_H
#define YUANBA_CQRCODE_H
#include <qrencode.h>
#endif
