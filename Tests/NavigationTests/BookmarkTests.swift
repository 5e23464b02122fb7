import Content
import Navigation
import Testing

/// A place that outlives the process.
@Suite struct BookmarkTests {
    /// Someone walks, dies, and is back: same view.
    @Test func whoeverStoodSomewhereStandsThereAgain() throws {
        var viewer = Viewer()
        let walks: [[RemoteKey]] = [[.digit1], [.digit2], [.digit2, .down], [.digit2, .channelUp], [.digit2, .digit1]]
        for keys in walks {
            viewer = Viewer()
            for key in keys { viewer.press(key) }
            let bookmark = try #require(viewer.state.bookmark(in: viewer.world), "\(keys)")
            let read = try #require(Bookmark(text: bookmark.text), "\(bookmark.text)")
            #expect(read.place == bookmark.place)
            var successor = Viewer()
            successor.state = try #require(State(resuming: read, type: .normal, in: successor.world))
            successor.layOut()
            #expect(successor.view == viewer.view, "\(keys)")
            // And the way home is the usual one.
            successor.press(.back)
            viewer.press(.back)
            #expect(successor.view.place == viewer.view.place, "\(keys)")
        }
    }

    @Test func nothingIsRememberedOfHome() {
        let viewer = Viewer()
        #expect(viewer.state.bookmark(in: viewer.world) == nil)
    }

    @Test func aPageThatIsGoneIsNotOpened() throws {
        let viewer = Viewer()
        let gone = Bookmark(place: .page(try #require(PageID("1/gone"))), anchor: .first)
        #expect(State(resuming: gone, type: .normal, in: viewer.world) == nil)
    }

    /// What a full disk or a hand may leave of the file.
    @Test(arguments: [
        "", "\n", "home", "nowhere\n", "2/2026-10", "2/2026-10\ntarget 1 2", "2/2026-10\ntarget -1 2 v0012", "2/2026-10\npage 1",
        "2/2026-10\npage 99999999999999999999 2", "2/2026-10\nsomething else", "../../etc/passwd\n"
    ])
    func whatIsNoBookmarkIsNone(text: String) { #expect(Bookmark(text: text) == nil) }

    @Test func identitiesMayHaveSpaces() throws {
        let bookmark = Bookmark(place: .tile(1), anchor: .target("picture of the river", page: 3, offset: 1))
        #expect(Bookmark(text: bookmark.text) == bookmark)
    }
}
