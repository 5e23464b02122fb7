/// A remote whose keys do not mean what the standard table says.
package struct RemoteModel: Sendable {
    package let name: String
    package let matches: @Sendable (DeviceIdentity) -> Bool
    package let table: KeyMap
}

extension KeyMap {
    /// Known models, the first that matches counts.
    package static let models: [RemoteModel] = []
}
