// A process that can compute and answer, and nothing else (seccomp(2), filter mode).
#ifndef YUANBA_CONFINE_H
#define YUANBA_CONFINE_H
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

extern int prctl(int, ...);

#if defined(__x86_64__)
#define YUANBA_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define YUANBA_ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define YUANBA_LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define YUANBA_ALLOW(call) \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define YUANBA_REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

// From now on the calling thread may read, write and wait on what it holds and get memory that holds no code; every other call gives EPERM. Forever.
static inline int yuanba_confine(void) {
    struct sock_filter filter[] = {
        YUANBA_LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, YUANBA_ARCHITECTURE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        YUANBA_LOAD(nr),
        YUANBA_ALLOW(SYS_read),
        YUANBA_ALLOW(SYS_write),
#ifdef SYS_poll
        YUANBA_ALLOW(SYS_poll),
#endif
        YUANBA_ALLOW(SYS_ppoll),
        YUANBA_ALLOW(SYS_futex),
        YUANBA_ALLOW(SYS_brk),
        YUANBA_ALLOW(SYS_munmap),
        YUANBA_ALLOW(SYS_mremap),
        YUANBA_ALLOW(SYS_madvise),
        YUANBA_ALLOW(SYS_clock_gettime),
        YUANBA_ALLOW(SYS_rt_sigprocmask),
        YUANBA_ALLOW(SYS_rt_sigreturn),
        YUANBA_ALLOW(SYS_restart_syscall),
        YUANBA_ALLOW(SYS_exit),
        YUANBA_ALLOW(SYS_exit_group),
        // Memory of no file, and never to be run. Offsets count the statements that are jumped over.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
        YUANBA_REFUSE,
        YUANBA_LOAD(args[3]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 1, 0),
        YUANBA_REFUSE,
        YUANBA_LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        YUANBA_REFUSE,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    if (prctl(38 /* PR_SET_NO_NEW_PRIVS */, 1ul, 0ul, 0ul, 0ul) < 0) return -1;
    return prctl(22 /* PR_SET_SECCOMP */, (unsigned long)SECCOMP_MODE_FILTER, (unsigned long)&program, 0ul, 0ul);
}

// The most memory of its own that the process may have.
static inline int yuanba_limit_memory(unsigned long long bytes) {
    struct rlimit limit = {(rlim_t)bytes, (rlim_t)bytes};
    return setrlimit(RLIMIT_DATA, &limit);
}
#endif
