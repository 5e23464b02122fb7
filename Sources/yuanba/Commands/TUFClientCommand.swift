import Box

/// For the public conformance suite; nothing that a person needs.
let tufClientCommand = Command(
    "tuf-client", "the command line of the TUF client conformance suite", operands: "init ROOT | refresh | download", count: 1...2,
    options: [
        .init("metadata-dir", "DIR", "where trusted metadata is kept"),
        .init("metadata-url", "URL", "where the repository's metadata is"),
        .init("target-name", "PATH", repeats: true, "a target to download"),
        .init("target-base-url", "URL", "where the repository's targets are"),
        .init("target-dir", "DIR", "where targets are put"),
    ],
    details: """
        The metadata workflow of the box behind CLIENT-CLI.md of theupdateframework/tuf-conformance.
        exit status: 0 done, 1 refused or failed
        """
) { arguments in
    let verb: TUFClient.Verb =
        switch (arguments.operands[0], arguments.operands.count) {
        case ("init", 2): .initialise(root: arguments.operands[1])
        case ("refresh", 1): .refresh
        case ("download", 1):
            .download(
                targets: arguments.values("target-name"), baseURL: try arguments.required("target-base-url"),
                directory: try arguments.required("target-dir"))
        default: throw UsageError("tuf-client takes init ROOT, refresh or download")
        }
    var url = ""
    if case .initialise = verb {} else { url = try arguments.required("metadata-url") }
    let client = TUFClient(metadataDirectory: try arguments.required("metadata-dir"), metadataURL: url)
    do {
        try client.run(verb)
    } catch let error as SyncError {
        throw Failure(error.description)
    }
    return 0
}
