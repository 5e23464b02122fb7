// malloc and its relatives, replaced in the test program by ones that count what a thread asks for while it wants to know.
#ifndef YUANBA_ALLOCATION_COUNTER_H
#define YUANBA_ALLOCATION_COUNTER_H

void yb_count_allocations_begin(void);
/// Allocations of this thread since the beginning.
unsigned long yb_count_allocations_end(void);
#endif
