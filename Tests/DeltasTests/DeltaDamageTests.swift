import Damage
import Deltas
import Testing

@Suite struct DeltaDamageTests {
    /// A damaged delta makes another file or none, and never more than it may; an undamaged one of damaged files makes the very file.
    @Test func damagedDeltasStayWithinTheirLimit() throws {
        let old = (0..<300).flatMap { Array(#"{"id":"1/\#($0)","title":"第\#($0)号通知"},"#.utf8) }
        Damage.rounds("deltas", ordinary: 2_000) { dice in
            let new = Damage.done(to: old, words: ["{", "通知"], &dice)
            guard let delta = FileDelta.make(from: old, to: new) else { return false }
            #expect(FileDelta.apply(delta, to: old, limit: new.count) == new)
            let damaged = Damage.done(to: delta, words: ["YBD1", "\u{1}\u{0}"], &dice)
            Damage.keep(damaged, "deltas")
            let made = FileDelta.apply(damaged, to: old, limit: 20_000)
            #expect(made?.count ?? 0 <= 20_000)
            return made != nil
        }
    }
}
