"""The compiler of Debian 13 in a root of its own, and what it takes to compile for 64-bit ARM with it: sysroot and Swift SDK."""

import json
import os
import re
import shutil
import subprocess
import time

from building.binaries import errors
from building.unit_tests import counted
from debian import roots
from machine import packages
from machine.say import Problem, say, several

TRIPLE = "aarch64-unknown-linux-gnu"
MULTIARCH = "aarch64-linux-gnu"
SDK = "trixie-arm64"
RUNTIME = "usr/libexec/swift/lib/swift"
# The places in the compiler's root; the same for everybody, so that they do not change what is built.
SOURCES, INSIDE = "/source", "/cross"
# Swift's static runtime asks for every symbol of a program to be exported, for plug-ins that ours do not have; thousands of names, and code
# that only they keep. Addresses to relocate are packed (DT_RELR, which Debian 13's C library reads): a megabyte is a few kilobytes then.
SMALL = ["-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]

# Beyond the libraries' -dev packages, which Package.swift names.
COMPILER = ["ca-certificates", "swiftlang", "libc6-dev", "libstdc++-14-dev", "git", "pkgconf", "lld", "make", "libelf1t64", "file",
            "binutils", *packages.FONTS]
SYSROOT = ["base-files", "libswiftlang", "libc6-dev", "libgcc-14-dev", "libstdc++-14-dev", "linux-libc-dev"]


def libraries():
    """The -dev packages that Package.swift names."""
    return sorted(set(re.findall(r'apt: "([^"]+)"', (packages.TOP / "Package.swift").read_text())))


def compiler():
    """The root that holds the compiler: Debian 13's Swift needs Debian 13's C library."""
    return roots.make("compiler", "amd64", "minbase", COMPILER + libraries())


def sysroot():
    """What ARM programs are linked with. The Swift modules come out of the ARM compiler's own package: Debian has no package of them alone."""
    fetch = '--extract-hook=cd {} && APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get -q download swiftlang'.format(roots.CACHE)
    return roots.make("sysroot", "arm64", "extract", SYSROOT + libraries(), hooks=[fetch], finish=add_swift_modules)


def add_swift_modules(folder):
    say("  taking the ARM Swift modules out of their package")
    # The newest, should there be more than one: an older one is of no use to this compiler.
    deb = max(roots.CACHE.glob("swiftlang_*_arm64.deb"), key=lambda path: path.stat().st_mtime)
    parts = [f"./{RUNTIME}", f"./{RUNTIME}_static", "./usr/libexec/swift/lib/clang"]
    unneeded = [f"--exclude=*/swift/{name}/*" for name in ("host", "embedded", "pm")]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE) as archive:
        done = subprocess.run(["tar", "-x", "-C", str(folder), *unneeded, *parts], stdin=archive.stdout, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"{deb} could not be unpacked: {packages.tail(done.stderr)}")
    settings = {"DisplayName": "Debian 13 arm64", "Version": "13", "VersionMap": {}, "CanonicalName": TRIPLE}
    (folder / "SDKSettings.json").write_text(json.dumps(settings))
    deb.unlink()


def sdk():
    """The description by which SwiftPM finds the sysroot (Swift SDK bundle, SE-0387 and its schema 4.0)."""
    bundle = roots.CACHE / "sdk" / f"{SDK}.artifactbundle"
    target = bundle / SDK
    target.mkdir(parents=True, exist_ok=True)
    write(bundle / "info.json", {
        "schemaVersion": "1.0",
        "artifacts": {SDK: {"type": "swiftSDK", "version": "13", "variants": [
            # Debian's compiler calls its own machine "pc", the others "unknown".
            {"path": SDK, "supportedTriples": ["x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu"]}]}},
    })
    write(target / "swift-sdk.json", {
        "schemaVersion": "4.0",
        "targetTriples": {TRIPLE: {
            "sdkRootPath": "sysroot", "swiftResourcesPath": f"sysroot/{RUNTIME}", "swiftStaticResourcesPath": f"sysroot/{RUNTIME}_static",
            "toolsetPaths": ["toolset.json"]}},
    })
    write(target / "toolset.json", {
        "schemaVersion": "1.0",
        "rootPath": "/usr/bin",
        "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld", "-no-toolchain-stdlib-rpath"]},
        "linker": {"path": "ld.lld"},
    })
    link = target / "sysroot"
    if not link.is_symlink():
        link.symlink_to("../../../sysroot")
    return bundle.parent


def write(path, value):
    text = json.dumps(value, indent=2) + "\n"
    # SwiftPM compiles everything again when these files are newer.
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def snapshot():
    """A copy of the sources as they are now, in git or not: somebody may go on working on them during a build of minutes. Files keep
    their times, so that only what changed is compiled again."""
    folder = roots.CACHE / "source"
    shown = subprocess.run(["git", "-c", f"safe.directory={packages.TOP}", "ls-files", "-coz", "--exclude-standard", "Package.swift", "Sources",
                            "Tests", "Assets"], cwd=packages.TOP, capture_output=True, text=True)
    if shown.returncode != 0:
        raise Problem(f"git could not list the sources: {shown.stderr.strip()}")
    wanted = {name for name in shown.stdout.split("\0") if name and (packages.TOP / name).exists()}
    for path in [path for path in folder.rglob("*") if path.is_file() and str(path.relative_to(folder)) not in wanted]:
        path.unlink()
    for name in wanted:
        source, copy = packages.TOP / name, folder / name
        now = source.stat()
        if not copy.exists() or (copy.stat().st_mtime_ns, copy.stat().st_size) != (now.st_mtime_ns, now.st_size):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)
    return folder


class Compiler:
    """Debian 13's `swift build`, on the sources of this checkout."""

    def __init__(self):
        roots.require_root()
        self.root = compiler()
        sysroot()
        sdk()
        self.sources = snapshot()

    def run(self, command, environment=None, sources="ro", log=None, counting=None):
        binds = [(self.sources, SOURCES, sources), (roots.CACHE, INSIDE, "rw"), ("/usr/bin/qemu-aarch64-static", "/usr/bin/qemu-aarch64-static", "ro")]
        return roots.enter(self.root, command, binds, environment, log, SOURCES, counting)

    def build(self, architecture, *options):
        """Returns the folder of the products, on this machine."""
        scratch = f"{INSIDE}/build/{architecture}"
        (roots.CACHE / "build").mkdir(exist_ok=True)
        command = ["swift", "build", "--disable-sandbox", "--scratch-path", scratch, *options]
        environment = {}
        if architecture == "arm64":
            command += ["--swift-sdks-path", f"{INSIDE}/sdk", "--swift-sdk", SDK]
            # Without both, pkg-config finds the headers of this machine, and nobody complains.
            libraries = f"{INSIDE}/sysroot/usr"
            environment = {"PKG_CONFIG_PATH": f"{libraries}/lib/{MULTIARCH}/pkgconfig:{libraries}/share/pkgconfig",
                           "PKG_CONFIG_SYSROOT_DIR": f"{INSIDE}/sysroot"}
        log = roots.CACHE / f"build-{architecture}.log"
        status, output = self.run(command, environment, log=log)
        if status != 0:
            raise Problem(f"Swift 6.0.3 does not build this for {architecture}; all of its words are in {log}:\n"
                          f"{errors(output) or packages.tail(output, 40)}")
        configuration = "release" if "release" in options else "debug"
        triple = TRIPLE if architecture == "arm64" else "x86_64-pc-linux-gnu"
        return roots.CACHE / "build" / architecture / triple / configuration


def release_binaries(compiler, architecture="arm64"):
    """Builds what a box runs, the Swift runtime linked in; returns the folder it stands in."""
    folder = None
    # The SDK for ARM names the linker already.
    linking = SMALL if architecture == "arm64" else ["-Xswiftc", "-use-ld=lld", *SMALL]
    for product in ("yuanbad", "yuanba"):
        say(f"swift build for {architecture}: {product}")
        folder = compiler.build(architecture, "-c", "release", "--static-swift-stdlib", *linking, "--product", product)
    return folder


# What qemu-user is not is a kernel. All of these pass on x86-64.
LEFT_OUT = {
    "ContentDecoderTests": "a program that is interpreted cannot start itself again",
    "CompanionTests": "a program that is interpreted cannot start itself again",
    "ConfinementTests": "there is no seccomp(2)",
    "MediumTests": "there is no openat2(2)",
    "aRealNodeThatIsNoDevice": "an ioctl that qemu does not know ends with ENOSYS",
    "answersThatAreRefused": "two servers send without end, which takes longer to read than a box has patience",
}


def run_tests(compiler):
    """(tests passed, tests failed, a line for the summary) of the unit tests on an emulated ARM processor."""
    say("swift build for ARM: tests")
    folder = compiler.build("arm64", "-c", "debug", "--build-tests")
    for name, reason in LEFT_OUT.items():
        say(f"  left out: {name}: {reason}")
    modules = sorted((packages.TOP / "Tests").glob("*Tests"), key=lambda path: -sum(file.stat().st_size for file in path.rglob("*.swift")))
    say(f"running the tests with qemu-aarch64-static, {len(modules)} modules")
    # One test at a time in each: many at once are interpreted too slowly for those that talk to each other.
    with several(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: run_module(compiler, folder, path.name), modules))
    passed, failed = (sum(result[i] for result in results) for i in (0, 1))
    return passed, failed, f"{passed + failed} tests in {len(modules)} modules on an emulated ARM processor"


def run_module(compiler, folder, module):
    """(tests passed, tests failed) of one of them."""
    begin = time.monotonic()
    log = roots.CACHE / f"unit-arm64-{module}.log"
    # Linked with the runtime's libraries, other than the release binaries.
    command = ["qemu-aarch64-static", "-L", f"{INSIDE}/sysroot", "-E", f"LD_LIBRARY_PATH=/{RUNTIME}/linux",
               f"{INSIDE}/{folder.relative_to(roots.CACHE)}/yuanbaPackageTests.xctest", "--testing-library", "swift-testing", "--no-parallel",
               "--filter", f"^{module}\\.", *(word for name in LEFT_OUT for word in ("--skip", name))]
    status, output = compiler.run(command, sources="scratch", log=log, counting="✔ Test ")
    total, failed, _ = counted(output)
    if status != 0 or total == 0:
        failed = max(failed, 1)
        print(packages.tail("\n".join(line for line in output.splitlines() if line.startswith("✘") and " skipped" not in line) or output, 40), flush=True)
        say(f"  {module}: all of its words are in {log}")
    say(f"  {module}: {total} tests, {failed} failed, {time.monotonic() - begin:.0f} s")
    return max(total - failed, 0), failed
