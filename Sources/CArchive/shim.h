#ifndef YUANBA_CARCHIVE_H
#define YUANBA_CARCHIVE_H
#include <archive.h>
#include <archive_entry.h>
#endif
