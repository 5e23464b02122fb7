import Box
import LinuxIO
import Pages
import Pixels
import Testing
import Typography

@Suite struct ScreenDirectorTests {
    /// A photo over the whole screen is more than the cache's budget: it is painted once and shown, not painted again and again.
    @Test func whatTheCacheCannotHoldIsShown() throws {
        let fonts = try FontSet.open()
        let results = try Mailbox<Painted>()
        let style = Style(size: PixelSize(width: 640, height: 360))
        let painter = try PaintWorker(fonts: fonts, cache: try GlyphCache(fonts: fonts), style: style, results: results)
        let thread = try WorkerThread(name: "paint", stackBytes: 1 << 20) { painter.run() }
        var shown: [Screen] = []
        let director = ScreenDirector(
            painter: painter, style: style, type: .normal, box: "", frameBudget: 100, log: .standardError(least: .error, forJournal: false)
        ) { screen, _, _ in shown.append(screen) }
        director.resume()
        var painted = 0
        while shown.isEmpty, painted < 5, let news = results.receive() {
            painted += news.count
            for result in news { director.finished(result) }
        }
        #expect(shown.count == 1 && painted == 1)
        #expect(director.frameCount == 0)
        painter.stop()
        thread.join()
    }
}
