package import Content

/// A village made ready: what the repository, the preview and the tests take from here on. It holds masked names only.
package struct VillageBuild: Sendable {
    /// One section manifest with its name, as in `index.sections`.
    package struct Section: Hashable, Sendable {
        package var name: String
        package var manifest: SectionManifest
    }

    package var index: VillageIndex
    package var pages: [PageID: Page]
    /// Every object: pages as JSON and pictures.
    package var objects: [ObjectID: [UInt8]]
    package var sections: [Section]
    /// 村信息.csv as it went in, for tools that show it.
    package var village: VillageIndex.Village { index.village }

    /// The build as it follows on `previous`: when nothing but the time differs, the earlier time of issue stays, so that an unchanged village
    /// is the same bytes and no box fetches it again.
    package func continuing(_ previous: VillageIndex) -> VillageBuild {
        var build = self
        build.index.issued = previous.issued
        return build.index == previous ? build : self
    }

    /// The same as files for the repository: `index.json`, `sections/<name>.json` and objects. Throws what encoding throws.
    package func bundle() throws(ContentError) -> VillageBundle {
        var targets = [VillageBundle.Target(path: "index.json", bytes: try ContentJSON.encode(index))]
        for section in sections {
            targets.append(.init(path: "sections/\(section.name).json", bytes: try ContentJSON.encode(section.manifest)))
        }
        let files = objects.sorted { $0.key.hex < $1.key.hex }.map { VillageBundle.Object(sha256: $0.key.hex, content: .bytes($0.value)) }
        return VillageBundle(code: index.village.code, targets: targets, objects: files)
    }
}
