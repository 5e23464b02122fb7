internal import Content
internal import LinuxIO
internal import Trust

extension RepositoryWriter {
    /// Holds `parcel` against the key that is trusted for its village, against what is released, and against what boxes take: nothing of it
    /// is in the repository before all of it has passed. Throws any `RepositoryError`.
    func check(
        _ parcel: Parcel, state: RepositoryState, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> (key: PublicKey, index: [UInt8]) {
        let name = UTF8Text(parcel.code)
        func bad(_ detail: String) -> RepositoryError { .badParcel(code: parcel.code, detail: detail) }
        guard !keys.isRemoved(parcel.code) else { throw .removedVillage(code: parcel.code, file: keys.removed(parcel.code)) }
        let key = try trustedKey(of: parcel.code, state: state, keys: keys)
        guard parcel.envelope.isSigned(by: key) else {
            throw .unknownSigner(code: parcel.code, trusted: VillageKey.fingerprint(of: key.keyID))
        }
        // The very file that was released last may come again, of a village that was removed, too. With a new snapshot key boxes forget
        // the numbers.
        if let released = state.snapshot?.roles[name], parcel.version <= released.version, !state.hasNew(.snapshot),
            (try? released.verify(parcel.bytes, role: name)) == nil
        {
            throw .oldParcel(code: parcel.code, version: parcel.version, released: released.version)
        }
        guard parcel.version < Validity.lastVersion else { throw bad("版本号 \(parcel.version) 大得不正常。") }
        guard parcel.metadata.head.expires > now else { throw bad("签名已经过期，请村里重新签。") }
        guard parcel.metadata.delegations.isEmpty else { throw bad("村里不能再委托别人。") }

        for (path, file) in parcel.metadata.targets.sorted(by: { $0.key < $1.key }) {
            let text = path.description
            guard text.hasPrefix("\(parcel.code)/"), RepositoryPath.isTargetPath(String(text.dropFirst(parcel.code.count + 1))) else {
                throw bad("“\(text)”不是这个村的路径。")
            }
            guard file.length <= Int64(MetadataLimits.targets), parcel.target(String(text.dropFirst(parcel.code.count + 1))) != nil else {
                throw bad("\(text) 缺少，或者不是签名的那个文件。请重新拷一次。")
            }
        }
        guard let index = parcel.target("index.json") else { throw bad("没有 index.json。") }
        try check(index, of: parcel, state: state, now: now)
        return (key, index)
    }

    private func trustedKey(of code: String, state: RepositoryState, keys: KeyDirectory) throws(RepositoryError) -> PublicKey {
        if let key = try keys.villageKey(code) { return key.key }
        // On an online directory without the villages' files the delegation says whose key it is.
        if let delegation = state.targets?.delegations.first(where: { $0.name == UTF8Text(code) }), let keyID = delegation.rule.keyIDs.first,
            let key = state.targets?.keys[keyID]
        {
            return key
        }
        throw .unknownVillage(code: code)
    }

    private func check(_ bytes: [UInt8], of parcel: Parcel, state: RepositoryState, now: UnixTime) throws(RepositoryError) {
        func bad(_ detail: String) -> RepositoryError { .badParcel(code: parcel.code, detail: detail) }
        let index: VillageIndex
        do {
            index = try ContentJSON.decode(VillageIndex.self, from: bytes)
            try index.validate()
        } catch {
            throw bad("目录读不出来（\(error)）。请用同一版本的 yuanba 重新签。")
        }
        guard index.village.code == parcel.code else { throw bad("目录是村 \(index.village.code) 的。") }
        // A floor from a clock that runs ahead would hide everything that comes after, on every box, for good.
        guard index.issued.secondsSinceEpoch < Int(now.seconds) + 2 * 86_400 else {
            throw bad("签名时间 \(index.issued.iso) 比现在还晚，请把村里电脑的时钟校准以后重新签。")
        }
        let path = UTF8Text("\(parcel.code)/index.json")
        if let name = state.shown(path).flatMap({ RepositoryPath.target(path, $0) }),
            let old = try? File.read("\(self.path)/\(name)", limit: MetadataLimits.targets), let before = try? ContentJSON.decode(VillageIndex.self, from: old),
            let floor = before.floor, index.floor ?? Instant(secondsSinceEpoch: .min) < floor
        {
            throw bad("有已经撤下的内容，这一份还是撤下以前的。请村里也运行 yuanba withdraw … --parcel 撤下，再交来。")
        }
        for section in index.sections {
            guard let manifest = parcel.target("sections/\(section).json"), let objects = try? ContentJSON.decode(SectionManifest.self, from: manifest).objects
            else { throw bad("缺少目录 \(section)。请重新拷一次。") }
            for object in objects where !has(object) {
                guard let bytes = parcel.object(object) else { throw bad("缺少文件 objects/\(object.sha256.hex)，或者拷坏了。请重新拷一次。") }
                guard bytes.count == object.length else { throw bad("objects/\(object.sha256.hex) 的长度和目录里写的不一样。") }
            }
        }
    }

    /// Whether the repository holds an object already; a whole one is not read again.
    func has(_ object: SectionManifest.Object) -> Bool {
        File.byteCount("\(path)/\(RepositoryPath.object(object.sha256.hex))") == object.length
    }
}

extension Parcel {
    /// The bytes of an object; nil when the folder has it not, or another one.
    func object(_ object: SectionManifest.Object) -> [UInt8]? {
        guard (0...(64 << 20)).contains(object.length),
            let bytes = try? File.read("\(path)/\(RepositoryPath.object(object.sha256.hex))", limit: object.length),
            HashAlgorithm.sha256.hexHash(bytes) == object.sha256.hex
        else { return nil }
        return bytes
    }

    /// Every object that its sections list.
    var objects: [SectionManifest.Object] {
        var objects: [SectionManifest.Object] = []
        for name in metadata.targets.keys.map({ String($0.description.dropFirst(code.count + 1)) }) where name.hasPrefix("sections/") {
            guard let bytes = target(name), let manifest = try? ContentJSON.decode(SectionManifest.self, from: bytes) else { continue }
            objects += manifest.objects
        }
        return objects
    }
}

extension Writing {
    /// Takes over what a checked parcel holds and the repository does not. The bytes are held against their hashes once more, because the
    /// folder may be a stick that somebody pulls. Throws `.badParcel` and `.disk`.
    mutating func files(of parcel: Parcel) throws(RepositoryError) {
        for object in parcel.objects where File.byteCount("\(path)/\(RepositoryPath.object(object.sha256.hex))") != object.length {
            guard let bytes = parcel.object(object) else { throw .badParcel(code: parcel.code, detail: "objects/\(object.sha256.hex) 读到一半没有了。") }
            try replace(RepositoryPath.object(object.sha256.hex), bytes)
        }
        for path in parcel.metadata.targets.keys.sorted() {
            guard let bytes = parcel.target(String(path.description.dropFirst(parcel.code.count + 1))) else {
                throw .badParcel(code: parcel.code, detail: "\(path) 读到一半没有了。")
            }
            try target(path, bytes)
        }
    }
}
