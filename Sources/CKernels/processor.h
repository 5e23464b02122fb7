// Which of several versions of a loop to use.
#ifndef YUANBA_PROCESSOR_H
#define YUANBA_PROCESSOR_H

/// x86-64 only: set before main runs, and by `yb_prefer_baseline`.
extern int yb_uses_avx2;
#endif
