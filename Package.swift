// swift-tools-version: 6.0
import PackageDescription

/// Every Swift target: language mode 6 comes with the tools version; `internal import` keeps C modules below their wrapper.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "ThrownError"] + dependencies,
        exclude: exclude, resources: resources, swiftSettings: settings)
}

func library(_ name: String, _ pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: apt.map { [.apt([$0])] })
}

// Layered: a target imports only what stands above it in this list.
let package = Package(
    name: "yuanba",
    products: [
        .executable(name: "yuanbad", targets: ["yuanbad"]),
        .executable(name: "yuanba", targets: ["yuanba"]),
        .executable(name: "yuanba-bench", targets: ["yuanba-bench"]),
    ],
    targets: [
        library("CLinux"),
        library("CDRM", "libdrm", apt: "libdrm-dev"),
        library("CFreeType", "freetype2", apt: "libfreetype-dev"),
        library("CHarfBuzz", "harfbuzz", apt: "libharfbuzz-dev"),
        library("CJPEG", "libturbojpeg", apt: "libturbojpeg0-dev"),
        library("CPNG", "libpng", apt: "libpng-dev"),
        library("CQRCode", "libqrencode", apt: "libqrencode-dev"),
        library("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        library("CCrypto", "libcrypto", apt: "libssl-dev"),
        library("CArchive", "libarchive", apt: "libarchive-dev"),
        library("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        library("CXML", "libxml-2.0", apt: "libxml2-dev"),
        library("CV4L2", "libv4lconvert", apt: "libv4l-dev"),

        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O2"])]),
        .target(name: "CUnicode"),

        module("LinuxIO", ["CLinux"]),
        module("Pixels", ["CJPEG", "CPNG", "CKernels"]),
        module("Typography", ["CFreeType", "CHarfBuzz", "CUnicode", "Pixels"]),
        module("JSON"),
        module("Content", ["JSON"]),
        module("Deltas"),
        module("Registers", ["CSQLite", "Content"]),
        module("Navigation", ["Content"]),
        module("Pages", ["Content", "Navigation", "Typography", "Pixels", "CQRCode"]),
        module("Trust", ["CCrypto", "JSON"]),
        module("Store", ["Trust", "Content", "LinuxIO"]),
        module("Fetch", ["CCurl", "LinuxIO"]),
        module("Display", ["CDRM", "CLinux", "LinuxIO", "Pixels"]),
        module("Cameras", ["CV4L2", "CLinux", "LinuxIO", "Pixels"]),
        module("Remote", ["CLinux", "LinuxIO", "Navigation"]),
        module("Publishing", ["CArchive", "CXML", "Content", "Deltas", "Registers", "Trust", "LinuxIO", "Pixels"]),
        module(
            "Box",
            [
                "LinuxIO", "Pixels", "Content", "Deltas", "Registers", "Navigation", "Pages", "Typography", "Trust", "Store", "Fetch", "Display",
                "Cameras", "Remote"
            ]),
        tool("yuanbad", ["Box", "Display", "LinuxIO"]),
        tool(
            "yuanba",
            [
                "Box", "Publishing", "Trust", "Content", "Pages", "Typography", "Pixels", "Navigation", "LinuxIO", "Display", "Fetch", "Remote",
                "Cameras", "Store"
            ]),
        tool("yuanba-bench", ["Pages", "Typography", "Pixels", "Display", "Navigation", "Content", "LinuxIO"]),

        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .target(name: "ThrownError", path: "Tests/ThrownError", swiftSettings: settings),
        .target(name: "ChildProgram", path: "Tests/ChildProgram", swiftSettings: settings),
        .target(name: "Damage", path: "Tests/Damage", swiftSettings: settings),
        .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: settings),
        tests("LinuxIO", ["CLinux"]),
        tests("Pixels", ["Damage", "CKernels", "CJPEG"]),
        tests("Typography", ["Pixels", "CAllocationCounter", "ChildProgram"], exclude: ["Fonts", "Goldens"]),
        tests("Content"),
        tests("Deltas", ["Damage"]),
        tests("Registers", ["Damage", "Content", "CSQLite"]),
        tests("Navigation", ["Content"]),
        tests("Pages", ["Damage", "Content", "Navigation", "Typography", "Pixels"], exclude: ["Goldens"]),
        tests("Trust", ["Damage", "JSON"], resources: [.copy("Fixtures")]),
        tests("Store", ["Trust", "Content", "LinuxIO", "Publishing"]),
        tests("Fetch", ["Damage", "LinuxIO", "LoopbackServer", "ChildProgram"]),
        tests("Display", ["Pixels", "LinuxIO", "CAllocationCounter"]),
        tests("Cameras", ["CV4L2", "Pixels", "LinuxIO"]),
        tests("Remote", ["Navigation", "LinuxIO"]),
        tests("Publishing", ["Content", "Trust", "LinuxIO", "ChildProgram"], exclude: ["Fixtures"]),
        tests(
            "Box",
            ["Content", "Navigation", "Pages", "Pixels", "LinuxIO", "Registers", "Display", "Fetch", "Store", "Trust", "Publishing", "LoopbackServer"]),
    ]
)
