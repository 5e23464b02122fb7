// The kernel and libc calls that Swift cannot import by itself: macros, variadic functions, Linux-only headers.
#ifndef YUANBA_CLINUX_H
#define YUANBA_CLINUX_H
// No feature macro is defined here: Swift's own Glibc module is built without them, and a header seen both ways (fd_set) cannot be
// merged. What glibc declares only under _GNU_SOURCE is declared below.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <linux/falloc.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/rtnetlink.h>
#include <linux/vt.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/fsuid.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// socket(7): what SO_PEERCRED gives.
struct yuanba_credentials {
    pid_t pid;
    uid_t uid;
    gid_t gid;
};
extern int pthread_setname_np(pthread_t, const char *);
extern int pipe2(int[2], int);
extern const char *strerrorname_np(int);
extern const char *strerrordesc_np(int);
extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern int fallocate(int, int, off_t, off_t);
extern int memfd_create(const char *, unsigned int);
extern int prctl(int, ...);
extern char **environ;

static inline int yuanba_errno(void) { return errno; }

static inline int yuanba_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

static inline int yuanba_ioctl(int fd, unsigned long request, void *argument) { return ioctl(fd, request, argument); }

// For requests whose third argument is a number and not a pointer (KDSETMODE).
static inline int yuanba_ioctl_value(int fd, unsigned long request, unsigned long value) {
    return ioctl(fd, request, value);
}

static inline int yuanba_duplicate(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 3); }

static inline int yuanba_set_cloexec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC); }

// -1 and ENAMETOOLONG when the path does not fit; a leading '@' means the abstract name space.
static inline int yuanba_unix_address(const char *path, struct sockaddr_un *address, socklen_t *length) {
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, n);
    *length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + 1);
    if (path[0] == '@') {
        address->sun_path[0] = 0;
        *length -= 1;
    }
    return 0;
}

static inline int yuanba_bind(int fd, const struct sockaddr_un *address, socklen_t length) {
    return bind(fd, (const struct sockaddr *)address, length);
}

static inline int yuanba_connect(int fd, const struct sockaddr_un *address, socklen_t length) {
    return connect(fd, (const struct sockaddr *)address, length);
}

// One datagram to a Unix address, with at most one descriptor attached (passed < 0: none).
static inline ssize_t yuanba_send_datagram(
    int fd, const struct sockaddr_un *address, socklen_t length, const void *bytes, size_t count, int passed) {
    struct iovec part = {(void *)bytes, count};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {0};
    message.msg_name = (void *)address;
    message.msg_namelen = length;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (passed >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &passed, sizeof(int));
    }
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

// A datagram and the one descriptor that may have come with it (*passed = -1: none). The tests' side of the fd store.
static inline ssize_t yuanba_receive_datagram(int fd, void *bytes, size_t count, int *passed) {
    struct iovec part = {bytes, count};
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    *passed = -1;
    ssize_t n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    if (n < 0) return n;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h))
        if (h->cmsg_level == SOL_SOCKET && h->cmsg_type == SCM_RIGHTS) memcpy(passed, CMSG_DATA(h), sizeof(int));
    return n;
}

struct yuanba_peer {
    pid_t process;
    uid_t user;
    gid_t group;
};

static inline int yuanba_peer_credentials(int fd, struct yuanba_peer *peer) {
    struct yuanba_credentials credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -1;
    *peer = (struct yuanba_peer){credentials.pid, credentials.uid, credentials.gid};
    return 0;
}

static inline int yuanba_open_netlink(int family, unsigned groups) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, family);
    if (fd < 0) return -1;
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

// Both are readable without privileges: kernel uevents (multicast group 1), and what becomes of routes (rtnetlink(7)).
static inline int yuanba_open_uevents(void) { return yuanba_open_netlink(NETLINK_KOBJECT_UEVENT, 1); }
static inline int yuanba_open_routes(void) { return yuanba_open_netlink(NETLINK_ROUTE, RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE); }

// Another process may send to our port as well: only messages of the kernel (port 0) are taken; others give count 0.
static inline ssize_t yuanba_receive_netlink(int fd, void *bytes, size_t count) {
    struct sockaddr_nl sender = {0};
    socklen_t length = sizeof sender;
    ssize_t n = recvfrom(fd, bytes, count, MSG_DONTWAIT, (struct sockaddr *)&sender, &length);
    if (n > 0 && sender.nl_pid != 0) return 0;
    return n;
}

static inline int yuanba_accept(int fd) { return accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }

// NULL and errno when it fails.
static inline void *yuanba_map(int fd, size_t count, int protection, unsigned long long offset) {
    void *address = mmap(NULL, count, protection, MAP_SHARED, fd, (off_t)offset);
    return address == MAP_FAILED ? NULL : address;
}

// Memory without a name in any file system, zero at first (MFD_CLOEXEC).
static inline int yuanba_memory(const char *name, size_t count) {
    int fd = memfd_create(name, 1);
    if (fd < 0 || ftruncate(fd, (off_t)count) == 0) return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

// A number in memory that another process reads or writes at the same time.
static inline long long yuanba_load_shared(const void *at) { return __atomic_load_n((const long long *)at, __ATOMIC_SEQ_CST); }
static inline void yuanba_store_shared(void *at, long long value) { __atomic_store_n((long long *)at, value, __ATOMIC_SEQ_CST); }

// The two ends of a connection that keeps messages apart.
static inline int yuanba_message_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}

// Starts a program in a session of its own, with no environment and all signals blocked: of this process's descriptors it gets 0, 1, 2, and
// `passed` as 3 and on. Returns an error number, 0 when it runs.
static inline int yuanba_start_program(
    const char *path, const char *name, const char *argument, const int *passed, int count, pid_t *process) {
    enum { most = 8, out_of_the_way = 64, in_own_session = 0x80 /* POSIX_SPAWN_SETSID */ };
    if (count > most) return EINVAL;
    int high[most];
    int duplicated = 0, error = 0;
    // A number to be given may be one that is still to be passed.
    while (duplicated < count) {
        high[duplicated] = fcntl(passed[duplicated], F_DUPFD_CLOEXEC, out_of_the_way);
        if (high[duplicated] < 0) {
            error = errno;
            break;
        }
        duplicated++;
    }
    if (error == 0) {
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        sigset_t all;
        sigfillset(&all);
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | in_own_session);
        posix_spawnattr_setsigmask(&attributes, &all);
        for (int i = 0; i < count && error == 0; i++) error = posix_spawn_file_actions_adddup2(&actions, high[i], 3 + i);
        if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3 + count);
        char *arguments[] = {(char *)name, (char *)argument, NULL};
        char *environment[] = {NULL};
        if (error == 0) error = posix_spawn(process, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
    }
    while (duplicated > 0) close(high[--duplicated]);
    return error;
}

// Starts a command of the shell's in the same session and environment, so that it may ask the terminal for something; with `input` as 0 and
// `output` as 1. Returns an error number, 0 when it runs.
static inline int yuanba_start_shell(const char *command, int input, int output, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    int error = posix_spawn_file_actions_adddup2(&actions, input, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, output, 1);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    char *arguments[] = {"sh", "-c", (char *)command, NULL};
    if (error == 0) error = posix_spawn(process, "/bin/sh", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

// The exit status, 128 and the signal's number for one that was killed, as the shell counts; -1 with errno.
static inline int yuanba_wait_for(pid_t process) {
    int status = 0;
    if (waitpid(process, &status, 0) < 0) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static inline void yuanba_name_process(const char *name) { prctl(15 /* PR_SET_NAME */, (unsigned long)name, 0ul, 0ul, 0ul); }

static inline int yuanba_is_regular(const struct stat *status) { return S_ISREG(status->st_mode); }
static inline int yuanba_reserve(int fd, long long count) { return fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, count); }
static inline int yuanba_is_directory(const struct stat *status) { return S_ISDIR(status->st_mode); }

// Below `directory` and nowhere else, without links; non-blocking, because a name may turn out to be a pipe.
static inline int yuanba_open_beneath(int directory, const char *name) {
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
    };
    return (int)syscall(SYS_openat2, directory, name, &how, sizeof how);
}

struct yuanba_volume {
    unsigned long long magic, flags;
};

static inline int yuanba_volume_of(int fd, struct yuanba_volume *volume) {
    struct statfs status;
    if (fstatfs(fd, &status) < 0) return -1;
    *volume = (struct yuanba_volume){(unsigned long long)status.f_type, (unsigned long long)status.f_flags};
    return 0;
}

// linux/magic.h has the second only since 5.7, and ST_NOSYMFOLLOW (0x2000) is in no header of glibc 2.36.
static const unsigned long long yuanba_VFAT_MAGIC = 0x4d44;
static const unsigned long long yuanba_EXFAT_MAGIC = 0x2011bab0;
static const unsigned long long yuanba_INERT = ST_RDONLY | ST_NOSUID | 0x4 /* ST_NODEV */ | 0x8 /* ST_NOEXEC */ | 0x2000;

static inline int yuanba_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
static inline int yuanba_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }
static inline int yuanba_timerfd(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }
static inline int yuanba_timerfd_set(int fd, long long nanoseconds) {
    struct itimerspec setting = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
    return timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, NULL);
}
static inline int yuanba_signalfd(const sigset_t *set) { return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK); }
static inline int yuanba_inotify(void) { return inotify_init1(IN_CLOEXEC | IN_NONBLOCK); }
static inline int yuanba_inotify_watch(int fd, const char *path) {
    return inotify_add_watch(
        fd, path, IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE);
}
static inline void yuanba_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }
static inline void yuanba_leave_no_zombies(void) { signal(SIGCHLD, SIG_IGN); }

static const unsigned long yuanba_KDSETMODE = KDSETMODE;
static const unsigned long yuanba_KDGETMODE = KDGETMODE;
static const unsigned long yuanba_KD_TEXT = KD_TEXT;
static const unsigned long yuanba_KD_GRAPHICS = KD_GRAPHICS;
static const unsigned int yuanba_EPOLLIN = EPOLLIN;
static const unsigned int yuanba_EPOLLOUT = EPOLLOUT;
static const unsigned int yuanba_EPOLLERR = EPOLLERR;
static const unsigned int yuanba_EPOLLHUP = EPOLLHUP;
static const unsigned int yuanba_EPOLLPRI = EPOLLPRI;
static const int yuanba_SOCK_STREAM = SOCK_STREAM;
static const int yuanba_SOCK_DGRAM = SOCK_DGRAM;
static const int yuanba_SOCK_CLOEXEC = SOCK_CLOEXEC;
static const int yuanba_SOCK_NONBLOCK = SOCK_NONBLOCK;
#endif
