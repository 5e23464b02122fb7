package import Content
internal import LinuxIO
internal import Synchronization
package import Trust

/// One whole state of the village's content, certified by the metadata that it carries.
///
/// Immutable, to be held by any thread as long as it shows something of it: while a generation is held, neither its
/// files nor its objects are removed by an update in this process. A file that is open or mapped survives its removal
/// by another process anyway.
package final class Generation: Sendable {
    package let number: Int
    /// The village's code.
    package let village: String
    package let index: VillageIndex
    /// The township's warning; nil when there is none, or one that this build cannot read.
    package let emergency: Emergency?
    /// Versions of the targets roles that were asked for the village's targets. The generation realises a snapshot that
    /// lists the same versions.
    package let roleVersions: [UTF8Text: Int64]

    let layout: GenerationLayout
    private let store: StoreLayout
    private let sectionTargets: [String: TargetFile]
    private let readers: GenerationReaders
    private let losses: ObjectLosses

    /// Reads generation `number` and verifies its index against the metadata beside it; dates do not count, because what
    /// was accepted once is shown until something newer is. Objects are not read. Blocks for a few small files.
    /// Throws `.damaged`.
    init(
        _ number: Int, village: String, store: StoreLayout, readers: GenerationReaders, losses: ObjectLosses
    ) throws(StoreError) {
        let layout = GenerationLayout(directory: store.generation(number))
        do {
            let certificate = try Certificate(layout, village: village)
            index = certificate.index
            emergency = certificate.emergency
            roleVersions = certificate.roleVersions
            sectionTargets = certificate.sections
        } catch {
            throw .damaged(generation: number, detail: error.detail)
        }
        self.number = number
        self.village = village
        self.layout = layout
        self.store = store
        self.readers = readers
        self.losses = losses
        readers.opened(number)
    }

    deinit { readers.closed(number) }

    /// The bytes of an object, verified against its hash at each reading. Blocks on the disk.
    ///
    /// Throws `.missing` and `.rotten`, which also remember the object for the next update to fetch again, and `.disk`.
    package func object(_ id: ObjectID) throws(StoreError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try File.read(store.object(id), limit: Self.largestObject)
        } catch {
            losses.add(id)
            switch error.errno {
            case .noSuchFileOrDirectory: throw .missing(id)
            case .fileTooLarge, .inputOutputError: throw .rotten(id)
            default: throw .disk(error)
            }
        }
        guard HashAlgorithm.sha256.hexHash(bytes) == id.hex else {
            losses.add(id)
            throw .rotten(id)
        }
        return bytes
    }

    /// The section manifests, verified. Blocks on the disk. Throws `.damaged`.
    package func sections() throws(StoreError) -> [SectionManifest] {
        var manifests: [SectionManifest] = []
        for name in index.sections {
            do {
                manifests.append(try Certificate.section(name, sectionTargets[name], layout, village: village))
            } catch {
                throw .damaged(generation: number, detail: error.detail)
            }
        }
        return manifests
    }

    /// The file of the index as it was certified, for comparing with a newer target; nil when it cannot be read.
    package func storedIndex() -> [UInt8]? { try? File.read(layout.index, limit: MetadataLimits.targets) }

    /// The same for the warning.
    package func storedEmergency() -> [UInt8]? { try? File.read(layout.emergency, limit: MetadataLimits.targets) }

    /// The same for a section manifest.
    package func storedSection(_ name: String) -> [UInt8]? {
        try? File.read(layout.section(name), limit: MetadataLimits.targets)
    }

    /// Far more than any page or picture; a file that is larger is not one.
    package static let largestObject = 64 << 20
}

/// What makes a generation unusable, in English.
struct CertificateError: Error {
    var detail: String
}

/// A generation's files held against the metadata that they were accepted with.
struct Certificate {
    let index: VillageIndex
    let emergency: Emergency?
    let roleVersions: [UTF8Text: Int64]
    let sections: [String: TargetFile]

    init(_ layout: GenerationLayout, village: String) throws(CertificateError) {
        func read(_ role: UTF8Text, _ limit: Int) throws(CertificateError) -> [UInt8] {
            try Self.file(layout.metadata(role), limit: limit)
        }
        do {
            var trusted = try TrustedMetadata(
                trustedRoot: read("root", MetadataLimits.root), now: UnixTime(seconds: .min))
            try trusted.updateTimestamp(read("timestamp", MetadataLimits.timestamp))
            try trusted.updateSnapshot(read("snapshot", MetadataLimits.snapshot))

            func target(_ path: UTF8Text) throws -> TargetFile {
                var search = TargetSearch(path: path)
                while true {
                    switch search.step(in: trusted) {
                    case .found(let target, _): return target
                    case .notFound: throw TrustError.targetNotFound(path: path)
                    case .needs(let role, let delegator):
                        let bytes = try read(role, MetadataLimits.targets)
                        if delegator == "root" {
                            try trusted.updateTargets(bytes)
                        } else {
                            try trusted.updateDelegated(bytes, role: role, delegator: delegator)
                        }
                    }
                }
            }

            let indexPath = VillageTarget.index(village)
            let indexTarget = try target(indexPath)
            let bytes = try Self.file(layout.index, limit: Int(clamping: indexTarget.length))
            try indexTarget.verify(bytes, path: indexPath)
            let index = try ContentJSON.decode(VillageIndex.self, from: bytes)
            try index.validate()
            guard index.village.code == village else {
                throw CertificateError(detail: "the index is that of \(index.village.code)")
            }
            var sections: [String: TargetFile] = [:]
            for name in index.sections { sections[name] = try target(VillageTarget.section(village, name)) }
            self.index = index
            self.sections = sections
            emergency = try Self.emergency(village, layout, target: target)
            roleVersions = trusted.roles.mapValues { $0.signed.head.version }
        } catch let error as CertificateError {
            throw error
        } catch {
            throw CertificateError(detail: "\(error)")
        }
    }

    /// The warning that the metadata certify. A generation of before there were any has no metadata of that role, and no warning.
    private static func emergency(
        _ village: String, _ layout: GenerationLayout, target: (UTF8Text) throws -> TargetFile
    ) throws -> Emergency? {
        let path = VillageTarget.emergency(village)
        guard File.byteCount(layout.metadata("emergency")) != nil else { return nil }
        let file: TargetFile
        do {
            file = try target(path)
        } catch TrustError.targetNotFound {
            return nil
        }
        let bytes = try Self.file(layout.emergency, limit: Int(clamping: file.length))
        try file.verify(bytes, path: path)
        guard let emergency = try? ContentJSON.decode(Emergency.self, from: bytes), (try? emergency.validate()) != nil else { return nil }
        return emergency
    }

    static func section(
        _ name: String, _ target: TargetFile?, _ layout: GenerationLayout, village: String
    ) throws(CertificateError) -> SectionManifest {
        guard let target else { throw CertificateError(detail: "no section \(name)") }
        let bytes = try file(layout.section(name), limit: Int(clamping: target.length))
        do {
            try target.verify(bytes, path: VillageTarget.section(village, name))
            return try ContentJSON.decode(SectionManifest.self, from: bytes)
        } catch {
            throw CertificateError(detail: "\(error)")
        }
    }

    private static func file(_ path: String, limit: Int) throws(CertificateError) -> [UInt8] {
        do {
            return try File.read(path, limit: limit)
        } catch {
            throw CertificateError(detail: error.description)
        }
    }
}

/// How often each generation is held in this process.
final class GenerationReaders: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    func opened(_ number: Int) { counts.withLock { $0[number, default: 0] += 1 } }

    func closed(_ number: Int) {
        counts.withLock { counts in
            counts[number] = counts[number].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }

    var open: Set<Int> { counts.withLock { Set($0.keys) } }
}

/// Objects that reading found missing or rotten.
final class ObjectLosses: Sendable {
    private let objects = Mutex<Set<ObjectID>>([])

    func add(_ id: ObjectID) { objects.withLock { _ = $0.insert(id) } }
    func remove(_ id: ObjectID) { objects.withLock { _ = $0.remove(id) } }
    func contains(_ id: ObjectID) -> Bool { objects.withLock { $0.contains(id) } }
    var isEmpty: Bool { objects.withLock { $0.isEmpty } }
}
