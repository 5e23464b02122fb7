internal import Content
internal import LinuxIO
package import Trust

/// What a village has signed, away from the township and its network: a folder laid out as the village's part of the repository is,
/// `N.CODE.json`, `targets/CODE/…`, `objects/…`. It is a full statement and stays with the village: the next signing continues it, and only
/// what is new has to be carried to the township.
package struct Parcel: Sendable {
    /// The folder.
    package let path: String
    package let code: String
    /// The signed file as it is.
    let bytes: [UInt8]
    /// Not verified: whose key has signed is asked at the release.
    package let metadata: TargetsMetadata
    let envelope: Trust.Envelope

    package var version: Int64 { metadata.head.version }

    /// Finds the newest signed file in the folder. Throws `.notAParcel` and `.disk`.
    package init(opening path: String) throws(RepositoryError) {
        let names = try onDisk { () throws(SystemError) in try Directory.entries(path) }
        let signed = names.compactMap { name -> (version: Int64, code: String, name: String)? in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[2] == "json", let version = Int64(parts[0]), RepositoryPath.isVillageCode(String(parts[1])) else { return nil }
            return (version, String(parts[1]), name)
        }
        guard let newest = signed.max(by: { $0.version < $1.version }), Set(signed.map(\.code)).count == 1 else { throw .notAParcel(path: path) }
        let bytes = try onDisk { () throws(SystemError) in try File.read("\(path)/\(newest.name)", limit: MetadataLimits.targets) }
        do throws(TrustError) {
            envelope = try Trust.Envelope(bytes, role: UTF8Text(newest.code))
            metadata = try TargetsMetadata(envelope.signed, role: UTF8Text(newest.code))
        } catch {
            throw .badParcel(code: newest.code, detail: "\(newest.name) 读不出来（\(error)）。")
        }
        self.path = path
        self.bytes = bytes
        code = newest.code
    }

    /// The bytes of a target; nil when the folder has it not, or another one.
    package func target(_ name: String) -> [UInt8]? {
        let path = UTF8Text("\(code)/\(name)")
        guard let file = metadata.targets[path], let place = RepositoryPath.target(path, file),
            let bytes = try? File.read("\(self.path)/\(place)", limit: Int(clamping: file.length)), (try? file.verify(bytes, path: path)) != nil
        else { return nil }
        return bytes
    }

    /// Signs `bundle` into the folder with the village's key and takes out what it does not hold any more. With the same bundle again nothing
    /// is written until half of the signature's time is over.
    ///
    /// `floor`: the version must be above this one, which the township tells when an earlier folder was lost. Throws any `RepositoryError`.
    package static func sign(
        _ bundle: VillageBundle, into path: String, above floor: Int64 = 0, keys: KeyDirectory, now: UnixTime
    ) throws(RepositoryError) -> (version: Int64, written: [String]) {
        let signer = try keys.villageSigner(bundle.code)
        let present = (try? Directory.entries(path)) ?? []
        let previous = present.isEmpty ? nil : try Parcel(opening: path)
        guard previous == nil || previous?.code == bundle.code else {
            throw .badParcel(code: bundle.code, detail: "\(path) 里是村 \(previous?.code ?? "") 的，请换一个文件夹。")
        }
        var writing = Writing(path: path)
        try writing.objects(of: bundle)
        try writing.targets(of: bundle)
        let targets = bundle.signedTargets
        if let previous, previous.metadata.targets == targets, previous.version > floor, previous.envelope.isSigned(by: signer.publicKey),
            !Validity.needsRenewal(expires: previous.metadata.head.expires, days: Validity.targets, now: now)
        {
            return (previous.version, writing.written)
        }
        let version = max(previous?.version ?? 0, floor) + 1
        let draft = MetadataDraft.targets(version: version, expires: now.adding(days: Validity.targets), targets: targets)
        let bytes = try keys.signed { () throws(TrustError) in try Trust.Envelope.seal(draft, signers: [signer]) }
        let name = RepositoryPath.metadata(UTF8Text(bundle.code), version: version)
        try writing.replace(name, bytes)
        for old in present where old.hasSuffix(".\(bundle.code).json") && old != name {
            try onDisk { () throws(SystemError) in try File.remove("\(path)/\(old)") }
        }
        _ = try RepositoryPruning(path: path, current: [UTF8Text(bundle.code): targets], metadata: [], grace: nil, now: now).run()
        return (version, writing.written)
    }
}
