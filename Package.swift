// swift-tools-version: 6.1
import Foundation
import PackageDescription

// The engine is compiled for the machine that builds it. CONVBOOK_MARCH=haswell (or any name clang
// knows) compiles it for that processor instead, CONVBOOK_MARCH=portable for every x86-64 or arm64 one.
// The results are the same bytes either way; only the speed differs.
let march = ProcessInfo.processInfo.environment["CONVBOOK_MARCH"] ?? "native"
let processor: [String] = march == "portable" ? [] : ["-Xcc", "-march=\(march)"]

// AVX-512 has registers of sixteen floats, and thirty-two of them. Kernels keep more sums in them then; the sums are the same.
let hasAVX512 =
  march == "native"
  ? ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").contains(" avx512f ")
  : march.contains("avx512") || ["x86-64-v4", "znver4", "znver5"].contains(march)

// A debug build has what computes optimized too, each module as a whole: all tests train with it.
let wholeModule: [SwiftSetting] = [
  .unsafeFlags(["-wmo", "-num-threads", "2"], .when(configuration: .debug))
]
let optimized = [.unsafeFlags(["-O"], .when(configuration: .debug))] + wholeModule
let engine: [SwiftSetting] = [.unsafeFlags(processor)] + optimized
// Kernels work on sizes that the layers have checked; everything else keeps Swift's checks.
// Without C's errno a square root is one instruction and not a call.
let kernels: [SwiftSetting] =
  [
    .unsafeFlags(
      ["-Ounchecked", "-Xcc", "-fno-math-errno", "-Xcc", "-DCONVBOOK_MARCH=\"\(march)\""] + processor)
  ]
  + wholeModule
  + (hasAVX512 ? [.define("AVX512")] : [])

let package = Package(
  name: "Convbook",
  products: [
    .executable(name: "convbook", targets: ["convbook"]),
    .library(
      name: "Convbook",
      targets: ["Core", "Kernels", "NeuralNetwork", "Datasets", "Charts", "CellLanguage", "Notebooks"]),
  ],
  targets: [
    .systemLibrary(name: "CLibedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CArchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CPixbuf", providers: [.apt(["libgdk-pixbuf-2.0-0"])]),
    .systemLibrary(name: "CWebP", providers: [.apt(["libwebp7"])]),
    .systemLibrary(name: "CProtobuf", providers: [.apt(["libprotobuf-c-dev"])]),
    .systemLibrary(name: "CHDF5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CRSVG"),
    .systemLibrary(name: "CSixel"),
    .systemLibrary(name: "CDigest", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CProcessor"),
    .systemLibrary(name: "CCmark", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

    // ONNX's messages, which protobuf-c's compiler has written (`make onnx`).
    .target(
      name: "COnnx", dependencies: ["CProtobuf"], exclude: ["onnx.proto"], publicHeadersPath: "."),
    .target(name: "Core", dependencies: ["CLinux"], swiftSettings: engine),
    .target(name: "Kernels", dependencies: ["Core", "CProcessor"], swiftSettings: kernels),
    .target(
      name: "NeuralNetwork", dependencies: ["Core", "Kernels", "CArchive", "CHDF5", "COnnx"],
      swiftSettings: engine),
    .target(
      name: "Datasets",
      dependencies: [
        "Core", "CZlib", "CArchive", "CPNG", "CTurboJPEG", "CPixbuf", "CWebP", "CCurl", "CDigest", "CLinux",
      ],
      swiftSettings: engine),
    .target(
      name: "Charts", dependencies: ["Core", "CZlib", "CRSVG", "CSixel"], swiftSettings: optimized),
    .target(
      name: "CellLanguage",
      dependencies: ["Core", "Kernels", "NeuralNetwork", "Datasets", "Charts", "CLinux"]),
    .target(
      name: "Notebooks",
      dependencies: ["Core", "CellLanguage", "Charts", "Datasets", "NeuralNetwork", "CCmark"]),
    .target(
      name: "Grading",
      dependencies: ["Core", "CellLanguage", "Datasets", "Notebooks", "CLinux"]),
    .target(
      name: "Prompt",
      dependencies: [
        "Core", "Notebooks", "CellLanguage", "Charts", "Datasets", "NeuralNetwork", "CLibedit", "CLinux",
      ]),
    .executableTarget(
      name: "convbook",
      dependencies: [
        "Core", "Prompt", "Grading", "Notebooks", "CellLanguage", "Charts", "Datasets", "NeuralNetwork",
        "Kernels",
      ]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "Core"]),
    .testTarget(
      name: "NeuralNetworkTests", dependencies: ["NeuralNetwork", "Kernels", "Core"], exclude: ["Fixtures"]),
    .testTarget(
      name: "DatasetsTests", dependencies: ["Datasets", "Core", "CZlib", "CArchive"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts", "Core", "CZlib", "Datasets"], exclude: ["Golden"]),
    .testTarget(
      name: "CellLanguageTests",
      dependencies: ["CellLanguage", "Core", "Datasets", "NeuralNetwork", "Kernels", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "NotebooksTests", dependencies: ["Notebooks", "CellLanguage", "Core", "Kernels"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "GradingTests", dependencies: ["Grading", "Notebooks", "CellLanguage", "Core", "TestSupport"]),
    .testTarget(
      name: "PromptTests",
      dependencies: [
        "convbook", "Prompt", "Notebooks", "CellLanguage", "Charts", "Core", "TestSupport",
      ]),
    .testTarget(
      name: "ConvbookTests",
      dependencies: ["convbook", "Prompt", "Notebooks", "Charts", "Core", "TestSupport"],
      exclude: ["Samples"]),
  ]
)

// Whole numbers are made of floats without a trap: Sources/Core/Numbers/WholeNumbers.swift deprecates those that have one, and what
// is deprecated does not build.
for target in package.targets
where [.regular, .executable].contains(target.type) && target.publicHeadersPath == nil {
  target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-Werror", "DeprecatedDeclaration"])]
}
