/// What a folder looks like from outside: names, sizes and times of its files. Two equal states mean that nobody has saved anything between.
package struct FolderState: Equatable, Sendable {
    private let files: Set<SourceFile>

    /// Looks through the folder without reading a file. Blocks.
    package init(_ folder: String) { files = Set(FolderScan(folder).files) }
}
