internal import Deltas
internal import LinuxIO
internal import Trust

/// Puts files into the repository and remembers which.
struct Writing {
    let path: String
    var written: [String] = []

    mutating func objects(of bundle: VillageBundle) throws(RepositoryError) {
        for object in bundle.objects {
            guard Hexadecimal.bytes(object.sha256.utf8)?.count == 32 else { throw .badName(object.sha256) }
            let name = RepositoryPath.object(object.sha256)
            // An object that a crash or a bad copy cut short is written again; a whole one is not read.
            let byteCount: Int
            switch object.content {
            case .bytes(let given): byteCount = given.count
            case .file(_, let count): byteCount = count
            }
            if File.byteCount("\(path)/\(name)") == byteCount { continue }
            let bytes: [UInt8]
            switch object.content {
            case .bytes(let given): bytes = given
            case .file(let file, let count):
                bytes = try onDisk { () throws(SystemError) in try File.read(file, limit: count) }
            }
            guard HashAlgorithm.sha256.hexHash(bytes) == object.sha256 else { throw .wrongHash(object.sha256) }
            try write(name, bytes)
        }
    }

    mutating func targets(of bundle: VillageBundle) throws(RepositoryError) {
        guard RepositoryPath.isVillageCode(bundle.code) else { throw .badName(bundle.code) }
        var seen: [String: [UInt8]] = [:]
        for target in bundle.targets {
            guard RepositoryPath.isTargetPath(target.path) else { throw .badName(target.path) }
            if let other = seen.updateValue(target.bytes, forKey: target.path), other != target.bytes {
                throw .duplicatePath(target.path)
            }
            try self.target(UTF8Text("\(bundle.code)/\(target.path)"), target.bytes)
        }
    }

    mutating func target(_ path: UTF8Text, _ bytes: [UInt8]) throws(RepositoryError) {
        let name = RepositoryPath.target(path, TargetFile(of: bytes))!
        if File.byteCount("\(self.path)/\(name)") == bytes.count { return }
        try write(name, bytes)
    }

    /// For boxes that have `old`: what it takes to make `new` of it, where that is worth a file.
    mutating func delta(from old: [UInt8]?, to new: [UInt8]) throws(RepositoryError) {
        guard let old, old != new, new.count >= FileDelta.smallestFile, let delta = FileDelta.make(from: old, to: new) else { return }
        try replace(FileDelta.path(from: HashAlgorithm.sha256.hexHash(old), to: HashAlgorithm.sha256.hexHash(new)), delta)
    }

    /// The same for two versions of a target that are both in the repository.
    mutating func delta(from old: TargetFile?, to new: TargetFile, of target: UTF8Text) throws(RepositoryError) {
        func bytes(_ file: TargetFile) -> [UInt8]? {
            RepositoryPath.target(target, file).flatMap { try? File.read("\(path)/\($0)", limit: Int(clamping: file.length)) }
        }
        guard let old, old.hashes != new.hashes, new.length >= Int64(FileDelta.smallestFile), let before = bytes(old), let after = bytes(new) else { return }
        try delta(from: before, to: after)
    }

    /// Writes a metadata file unless it is there with the same bytes.
    mutating func replace(_ name: String, _ bytes: [UInt8]) throws(RepositoryError) {
        if let old = try? File.read("\(path)/\(name)", limit: bytes.count), old == bytes { return }
        try write(name, bytes)
    }

    private mutating func write(_ name: String, _ bytes: [UInt8]) throws(RepositoryError) {
        try onDisk { () throws(SystemError) in
            try Directory.create(Directory.parent(of: "\(path)/\(name)"))
            try AtomicFile.replace("\(path)/\(name)", with: bytes)
        }
        written.append(name)
    }
}
