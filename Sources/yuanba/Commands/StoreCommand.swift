import Content
import LinuxIO
import Store

#if canImport(Glibc)
import Glibc
#endif

/// Whether what a box holds is whole, to the last object; for whoever wonders about a medium, and for the crash tests.
let storeCommand = Command(
    "store", "whether a box's store is whole, to the last object",
    operands: "DIR…", count: 1...1_000,
    options: [
        .init("village", "CODE", "whose content"),
        .init("json", "one line for programs, for each store"),
    ],
    details: """
        DIR - reads the names of stores from standard input, one a line, and answers each at once.
        exit status: 0 all are whole, 1 one is damaged or cannot be opened
        example: yuanba store /var/lib/yuanba --village 999999
        """
) { arguments in
    let village = try arguments.required("village")
    var isWhole = true
    func look(_ directory: String) throws {
        do {
            // As the box does: root may look, and leaves nothing that the box could not change.
            let audit = try FileOwner.acting(for: directory) { try StoreAudit(directory, village: village) }
            isWhole = isWhole && audit.damages.isEmpty
            print(arguments.has("json") ? try StoreLine(audit).text : described(audit, directory))
        } catch let error as StoreError {
            isWhole = false
            guard arguments.has("json") else { throw Failure(error.description) }
            print(try StoreLine(damages: [error.description]).text)
        }
        fflush(nil)
    }
    for directory in arguments.operands {
        guard directory == "-" else {
            try look(directory)
            continue
        }
        while let line = readLine() { try look(line) }
    }
    return isWhole ? 0 : 1
}

private func described(_ audit: StoreAudit, _ directory: String) -> String {
    let head =
        if let number = audit.generation {
            "\(directory): generation \(number), signed \(audit.issued?.iso ?? "at no stated time"), \(audit.objectCount) objects"
        } else {
            "\(directory): nothing yet"
        }
    let roles = audit.trusted.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return ([head + (audit.damages.isEmpty ? ", whole" : "")] + audit.damages.map { "  " + $0 }
        + (roles.isEmpty ? [] : ["  trusted: " + roles])
        + (audit.unneeded.isEmpty ? [] : ["  \(audit.unneeded.count) files that the next update may remove"])).joined(separator: "\n")
}

private struct StoreLine: Encodable {
    var generation: Int?
    var issued: String?
    var index: String?
    var objects = 0
    var damages: [String]
    var trusted: [String: Int64] = [:]
    var notes: [String: String] = [:]
    var unneeded: [String] = []

    init(damages: [String]) { self.damages = damages }

    init(_ audit: StoreAudit) {
        generation = audit.generation
        issued = audit.issued?.iso
        index = audit.index
        objects = audit.objectCount
        damages = audit.damages
        trusted = audit.trusted
        notes = audit.notes
        unneeded = audit.unneeded
    }

    var text: String {
        get throws {
            String(decoding: try ContentJSON.encode(self), as: UTF8.self)
        }
    }
}
