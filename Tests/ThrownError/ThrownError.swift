/// The error that `body` throws, when it is an `E`; nil when it throws another one or none. `#expect(throws:)` gives it back
/// only since Swift 6.1.
package func thrown<E: Error, Result>(_ type: E.Type, by body: () throws -> Result) -> E? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? E
    }
}
