import Box
import ChildProgram
import Content
import Foundation
import LinuxIO
import LoopbackServer
import Publishing
import Store
import Testing
import ThrownError
import Trust

/// Keys that are in a device and sign by a command. The device is openssl(1), which knows nothing of us; the judge is a box that pulls.
@Suite(.serialized, .enabled(if: Nginx.isInstalled, "nginx is not installed: apt-get install nginx-light"))
struct DeviceKeyTests {
    /// A kind of key, how openssl(1) makes one, and how it signs what comes on standard input.
    enum Kind: String, CaseIterable {
        case ed25519, p256, rsa

        var making: String {
            switch self {
            case .ed25519: "genpkey -algorithm ed25519"
            case .p256: "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
            case .rsa: "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
            }
        }

        func signing(_ key: String) -> String {
            switch self {
            case .ed25519: "openssl pkeyutl -sign -rawin -inkey \(key) -in /dev/stdin"
            case .p256: "openssl dgst -sha256 -sign \(key)"
            case .rsa: "openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -sign \(key)"
            }
        }
    }

    let town: Township
    let server: Nginx
    let store: ContentStore

    init() throws {
        town = try Township()
        store = try ContentStore(town.directory + "/box", village: "999999")
        try town.publish([[1]])
        server = try Nginx(directory: town.directory + "/nginx", root: town.repository)
        #expect(try pull()?.number == 1)
    }

    private func pull() throws -> Generation? {
        let now = town.now
        return try Synchronizer(store: store, source: SyncSource(url: server.url, anchor: try town.keys.roots()[0]), clock: { now }).pull().activated
    }

    /// A device with a new key; `name` tells two of a kind apart.
    private func device(_ kind: Kind, name: String = "card", command: String? = nil) throws -> CommandSigner {
        let key = "\(town.directory)/\(name)-\(kind).pem"
        _ = try ChildProgram.output(["/bin/sh", "-c", "openssl \(kind.making) -out \(key) 2>/dev/null && openssl pkey -in \(key) -pubout -out \(key).pub"])
        return CommandSigner(command: command ?? kind.signing(key), publicKey: try PublicKey(pem: File.read(key + ".pub", limit: 10_000)))
    }

    @Test(arguments: Kind.allCases, ["root/2", "targets", "snapshot", "timestamp", "emergency"])
    func aRoleMovesIntoADevice(kind: Kind, role: String) throws {
        let device = try device(kind)
        _ = try town.keys.rotate([role], to: device, now: town.now)
        #expect(try town.keys.signer(role).publicKey == device.publicKey)
        #expect(File.byteCount("\(town.keys.path)/\(role)/key.pem") == nil)
        if role == "root/2" {
            // It counts: with it and the first the next root is signed.
            try FileManager.default.removeItem(atPath: town.keys.path + "/root/3/key.pem")
            #expect(try town.keys.rotate([], now: town.now) == 3)
        }
        try RepositoryWriter(town.repository).publish(
            [Township.bundle([[1], [2]], code: "999999")], warnings: ["999999": nil], keys: KeyDirectory(opening: town.keys.path), now: town.now)
        #expect(try pull()?.number == 2)
        // And back into a file.
        _ = try town.keys.rotate([role], now: town.now)
        #expect(try town.keys.signer(role).publicKey != device.publicKey)
        try town.publish([[1], [3]])
        #expect(try pull()?.number == 3)
    }

    @Test(arguments: Kind.allCases)
    func aVillageSignsWithItsCard(kind: Kind) throws {
        let folder = town.directory + "/village"
        let made = try KeyDirectory.newVillage("999999", at: folder, device: device(kind))
        try town.keys.trust(VillageKey(file: made.file))
        let parcel = town.directory + "/parcel"
        _ = try Parcel.sign(
            Township.bundle([[1], [2]], code: "999999"), into: parcel, above: 1, keys: KeyDirectory(ofVillage: "999999", at: folder), now: town.now)
        let refused = try RepositoryWriter(town.repository).release([Parcel(opening: parcel)], keys: town.keys, now: town.now).refused
        #expect(refused == [])
        #expect(try pull()?.number == 2)
        #expect(throws: RepositoryError.self) { try KeyDirectory.newVillage("999999", at: folder) }
    }

    /// Before anything is written it is known that the device does not sign.
    @Test func aDeviceThatDoesNotSignChangesNothing() throws {
        let before = try town.keys.signer("targets").publicKey
        let other = try device(.ed25519, name: "other")
        let rows: [(command: String, SignatureFailure)] = [
            ("exit 3", .exit(status: 3)), ("kill -9 $$", .exit(status: 137)), ("true", .otherKey), ("cat", .otherKey), (other.command, .otherKey),
            ("no-such-program 2>/dev/null", .exit(status: 127)),
        ]
        for (command, failure) in rows {
            let device = try device(.ed25519, command: command)
            let error = thrown(RepositoryError.self) { try town.keys.rotate(["targets"], to: device, now: town.now) }
            guard case .badKey(_, let reason) = error else {
                Issue.record("\(command): \(String(describing: error))")
                continue
            }
            #expect(reason == .noSignature(command: command, failure))
        }
        let endless = try device(.ed25519, command: "head -c 100000 /dev/zero")
        #expect(thrown(RepositoryError.self) { try town.keys.rotate(["targets"], to: endless, now: town.now) } != nil)
        #expect(try town.keys.roots().count == 1)
        #expect(try KeyDirectory(opening: town.keys.path).signer("targets").publicKey == before)
    }

    /// The emergency key stands in no root, so nothing says which of two new ones is meant but the command.
    @Test func whatACrashLeftOfTheOtherKindIsNotTakenForTheNewKey() throws {
        let left = try device(.p256, name: "left")
        _ = try town.keys.rotate(["emergency"], to: left, now: town.now)
        let folder = town.keys.path + "/emergency"
        try FileManager.default.copyItem(atPath: folder + "/key.json", toPath: folder + "/key-next.json")
        _ = try town.keys.rotate(["emergency"], now: town.now)
        #expect(try town.keys.signer("emergency").publicKey != left.publicKey)
        try FileManager.default.copyItem(atPath: folder + "/key.pem", toPath: folder + "/key-next.pem")
        let new = try device(.ed25519, name: "new")
        _ = try town.keys.rotate(["emergency"], to: new, now: town.now)
        #expect(try town.keys.signer("emergency").publicKey == new.publicKey)
        #expect(try Directory.entries(folder).filter { $0.hasPrefix("key-next") } == [])
    }

    /// The third root key may lie in its safe as long as two others are here.
    @Test func aRootKeyInADeviceIsAskedForOnlyWhenItIsNeeded() throws {
        let card = try device(.p256)
        _ = try town.keys.rotate(["root/2"], to: card, now: town.now)
        try FileManager.default.moveItem(atPath: "\(town.directory)/card-p256.pem", toPath: "\(town.directory)/safe.pem")
        #expect(try town.keys.rotate(["timestamp"], now: town.now) == 3)
        try FileManager.default.removeItem(atPath: town.keys.path + "/root/3/key.pem")
        let error = thrown(RepositoryError.self) { try town.keys.rotate([], now: town.now) }
        guard case .badKey(_, .noSignature(card.command, .exit)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try town.publish([[1], [2]])
        #expect(try pull()?.number == 2)
    }

    @Test func aMoveThatNobodyHasSeenIsUndone() throws {
        let before = try town.keys.signer("timestamp").publicKey
        let first = try device(.p256)
        _ = try town.keys.rotate(["timestamp"], to: first, now: town.now)
        #expect(try town.keys.undoRotation(before: town.repository) == 2)
        #expect(try town.keys.signer("timestamp").publicKey == before)
        // From one device to another, from a device into a file.
        _ = try town.keys.rotate(["timestamp"], to: first, now: town.now)
        try town.publish([[1], [2]])
        for next in [try device(.ed25519, name: "second"), nil] {
            _ = try town.keys.rotate(["timestamp"], to: next, now: town.now)
            #expect(try town.keys.signer("timestamp").publicKey != first.publicKey)
            #expect(try town.keys.undoRotation(before: town.repository) == 3)
            #expect(try town.keys.signer("timestamp").publicKey == first.publicKey)
        }
        try town.publish([[1], [3]])
        #expect(try pull()?.number == 2)
    }

    @Test func onlyKindsThatBoxesKnowAreTaken() throws {
        for (words, name) in [("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384", "p384"), ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024", "short"), ("genpkey -algorithm ed448", "ed448")] {
            let file = "\(town.directory)/\(name).pem"
            _ = try ChildProgram.output(["/bin/sh", "-c", "openssl \(words) 2>/dev/null | openssl pkey -pubout -out \(file)"])
            let pem = try File.read(file, limit: 10_000)
            #expect(throws: TrustError.self) { try PublicKey(pem: pem) }
        }
        #expect(throws: TrustError.self) { try PublicKey(pem: Array("no key".utf8)) }
    }
}
