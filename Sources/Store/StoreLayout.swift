internal import Content
package import Trust

/// Where things are in a store's directory.
///
/// ```
/// current → generations/7      what is shown; replaced last, by rename
/// generations/7/index.json     the village index
/// generations/7/sections/      the section manifests
/// generations/7/emergency.json the township's warning, when there is one
/// generations/7/metadata/      the TUF metadata that certified them
/// objects/<sha256>             pages and pictures, shared by the generations
/// incoming/<sha256>            objects on their way, named when whole
/// tuf/                         the highest metadata that was trusted, as received; never rolled back
/// lock                         held by whoever updates
/// format                       the version of all this, see StoreFormat
/// ```
package struct StoreLayout: Sendable {
    package let directory: String

    var current: String { directory + "/current" }
    var lock: String { directory + "/lock" }
    var format: String { directory + "/format" }
    var generations: String { directory + "/generations" }
    var objects: String { directory + "/objects" }
    var incoming: String { directory + "/incoming" }
    var trusted: String { directory + "/tuf" }

    /// Highest trusted metadata of a role. Percent-encoded, so that no role's name leaves the directory.
    func trusted(_ role: UTF8Text) -> String { "\(trusted)/\(role.percentEncoded).json" }

    func generation(_ number: Int) -> String { "\(generations)/\(number)" }

    func object(_ id: ObjectID) -> String { "\(objects)/\(id.hex)" }

    func incoming(_ id: ObjectID) -> String { "\(incoming)/\(id.hex)" }
}

/// Where things are in one generation's directory.
struct GenerationLayout: Sendable {
    let directory: String

    var index: String { directory + "/index.json" }
    var sections: String { directory + "/sections" }
    var emergency: String { directory + "/emergency.json" }
    var metadata: String { directory + "/metadata" }

    func section(_ name: String) -> String { "\(sections)/\(UTF8Text(name).percentEncoded).json" }

    func metadata(_ role: UTF8Text) -> String { "\(metadata)/\(role.percentEncoded).json" }
}

/// The TUF target paths of a village.
package enum VillageTarget {
    package static func index(_ village: String) -> UTF8Text { UTF8Text("\(village)/index.json") }

    /// Signed by the emergency role, not by the village.
    package static func emergency(_ village: String) -> UTF8Text { UTF8Text("emergency/\(village).json") }

    package static func section(_ village: String, _ name: String) -> UTF8Text {
        UTF8Text("\(village)/sections/\(name).json")
    }
}
