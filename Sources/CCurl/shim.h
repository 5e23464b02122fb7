#ifndef YUANBA_CCURL_H
#define YUANBA_CCURL_H
#include <curl/curl.h>
#endif
