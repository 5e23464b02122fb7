// The kernel and libc calls that Swift cannot import by itself: macros, variadic functions, Linux-only headers.
#ifndef YUANBA_CLINUX_H
#define YUANBA_CLINUX_H
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>
#endif
