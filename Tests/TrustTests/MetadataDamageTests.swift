import Damage
import Foundation
import Testing
import Trust

@Suite struct MetadataDamageTests {
    private static let words = [
        "\"version\":", "\"_type\":\"root\"", "9223372036854775807", "9223372036854775808", "-1", "1e9", "0.5", "\\u0000", "\\ud800", "\\ud83d\\ude00", "null", "true",
        "{}", "[]", "\"", "\\", "\"expires\":\"9999-12-31T23:59:59Z\"", "\"threshold\":0", "\"keyids\":[]", "\u{FEFF}", "\u{301}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\"signatures\":[", "\"paths\":[\"*\"]", "\"path_hash_prefixes\":[\"\"]", "-0", "00", "\u{2028}",
    ]

    /// Whatever is accepted says, in what is signed, exactly what was signed: damage reaches at most the signatures and the white space.
    @Test func damagedMetadataIsRefusedOrMeansTheSame() throws {
        let good = try TestRepository()
        let files = try [good.root(), good.timestamp(), good.snapshot(), good.targets(), good.village()]
        let signed = try files.map { try JSONValue(parsing: $0).object?["signed"] }
        let honest = try good.client()
        Damage.rounds("metadata", ordinary: 2_000) { dice in
            let which = Int.random(in: 0..<files.count, using: &dice)
            let bytes = Damage.done(to: files[which], words: Self.words, &dice)
            Damage.keep(bytes, "metadata")
            var trusted = honest
            let isAccepted: Bool
            switch which {
            case 0:
                isAccepted = (try? TrustedMetadata(trustedRoot: bytes, now: good.now)) != nil
            case 1:
                trusted = (try? TrustedMetadata(trustedRoot: files[0], now: good.now)) ?? honest
                isAccepted = (try? trusted.updateTimestamp(bytes)) != nil
            case 2:
                trusted = (try? TestRepository.client(storing: good)) ?? honest
                // As stored: without the timestamp's hash, which would stop everything.
                isAccepted = (try? trusted.updateSnapshot(bytes, stored: true)) != nil
            case 3:
                isAccepted = (try? trusted.updateTargets(bytes)) != nil
            default:
                isAccepted = (try? trusted.updateDelegated(bytes, role: "999999", delegator: "targets")) != nil
            }
            if isAccepted {
                let meant = try? JSONValue(parsing: bytes).object?["signed"]
                #expect(meant == signed[which], "\(String(decoding: bytes, as: UTF8.self))")
            }
            return isAccepted
        }
    }

    /// Damaged first and rightly signed afterwards: what a thief of a key may send to the code behind the signature.
    @Test func damageThatIsSignedIsRefusedInWords() throws {
        let good = try TestRepository()
        let rows: [(file: [UInt8], signer: Ed25519Signer, role: UTF8Text)] = try [
            (good.timestamp(), good.timestampSigner, "timestamp"), (good.snapshot(), good.snapshotSigner, "snapshot"),
            (good.targets(), good.targetsSigner, "targets"), (good.village(), good.villageSigner, "999999"),
        ]
        let signed = try rows.map { try JSONValue(parsing: $0.file).object!["signed"]!.serialized }
        try Damage.rounds("signed metadata", ordinary: 1_500) { dice in
            let which = Int.random(in: 0..<rows.count, using: &dice)
            let damaged = Damage.done(to: signed[which], words: Self.words, &dice)
            guard let value = try? JSONValue(parsing: damaged), value.object != nil else { return false }
            let bytes = try Envelope.seal(value, signers: [rows[which].signer])
            Damage.keep(bytes, "signed metadata")
            var trusted = try TrustedMetadata(trustedRoot: good.root(), now: good.now)
            if which == 0 {
                guard (try? trusted.updateTimestamp(bytes)) != nil else { return false }
                _ = trusted.fileName(of: "snapshot")
                _ = trusted.lengthLimit(of: "snapshot")
                return true
            }
            try trusted.updateTimestamp(good.timestamp())
            if which == 1 {
                guard (try? trusted.updateSnapshot(bytes, stored: true)) != nil else { return false }
                for role in trusted.snapshot?.signed.roles.keys ?? [:].keys { _ = (trusted.fileName(of: role), trusted.lengthLimit(of: role)) }
                return true
            }
            guard let metadata = try? TargetsMetadata(Envelope(bytes, role: rows[which].role).signed, role: rows[which].role) else { return false }
            for delegation in metadata.delegations { _ = delegation.covers("999999/index.json") }
            for (path, file) in metadata.targets { _ = (path.percentEncoded, file.nameHash) }
            return true
        }
    }

    /// What we read of a text, Foundation reads as well, and the same: two readers of one signed file must not differ.
    @Test func jsonMeansTheSameToAnotherReader() throws {
        let good = try TestRepository()
        let seeds = try [good.root(), good.targets(), Array(#"{"a":[1,-5,"\u00e9\ud83d\ude00\n",{"b":null,"c":true}],"":""}"#.utf8)]
        Damage.rounds("json", ordinary: 3_000) { dice in
            let bytes = Damage.done(to: seeds.randomElement(using: &dice) ?? [], words: Self.words, &dice)
            Damage.keep(bytes, "json")
            // Foundation drops a byte order mark at the front of a string, which RFC 8259 does not ask for and we do not.
            guard let ours = try? JSONValue(parsing: bytes), !String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{FEFF}") else { return false }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(theirs.map { Self.agree(ours, $0) } == true, "\(String(decoding: bytes, as: UTF8.self))")
            #expect((try? JSONValue(parsing: ours.serialized)) == ours)
            return true
        }
    }

    private static func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let value): return theirs as? Bool == value
        case .integer(let value): return (theirs as? NSNumber)?.int64Value == value
        case .string(let text): return (theirs as? String).map { Array($0.utf8) } == text.utf8
        case .array(let elements):
            guard let array = theirs as? [Any], array.count == elements.count else { return false }
            return zip(elements, array).allSatisfy { agree($0, $1) }
        case .object(let object):
            // Keys that are equal to Swift's String and not to us would have merged there.
            guard let dictionary = theirs as? [String: Any] else { return false }
            let distinct = Set(object.members.map(\.key.description))
            guard distinct.count == object.members.count else { return dictionary.count == distinct.count }
            return dictionary.count == object.members.count && object.members.allSatisfy { member in
                dictionary[member.key.description].map { agree(member.value, $0) } ?? false
            }
        }
    }
}
