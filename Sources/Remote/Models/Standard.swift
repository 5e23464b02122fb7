internal import CLinux
import Navigation

extension KeyMap {
    /// Remotes as the kernel's rc and CEC keymaps name their keys, and PC keyboards for trying out: F1–F4 are the colours, F5 is 看电视,
    /// + and − of the number pad are 频道.
    package static let standard = KeyMap([
        .up: [KEY_UP],
        .down: [KEY_DOWN],
        .left: [KEY_LEFT],
        .right: [KEY_RIGHT],
        .ok: [KEY_OK, KEY_ENTER, KEY_KPENTER, KEY_SELECT],
        .back: [KEY_BACK, KEY_ESC, KEY_EXIT, KEY_BACKSPACE, KEY_CANCEL],
        .home: [KEY_HOMEPAGE, KEY_HOME, KEY_ROOT_MENU],
        .menu: [KEY_MENU, KEY_COMPOSE, KEY_CONTEXT_MENU],
        .channelUp: [KEY_CHANNELUP, KEY_KPPLUS],
        .channelDown: [KEY_CHANNELDOWN, KEY_KPMINUS],
        .pageUp: [KEY_PAGEUP],
        .pageDown: [KEY_PAGEDOWN],
        .digit0: [KEY_NUMERIC_0, KEY_0, KEY_KP0],
        .digit1: [KEY_NUMERIC_1, KEY_1, KEY_KP1],
        .digit2: [KEY_NUMERIC_2, KEY_2, KEY_KP2],
        .digit3: [KEY_NUMERIC_3, KEY_3, KEY_KP3],
        .digit4: [KEY_NUMERIC_4, KEY_4, KEY_KP4],
        .digit5: [KEY_NUMERIC_5, KEY_5, KEY_KP5],
        .digit6: [KEY_NUMERIC_6, KEY_6, KEY_KP6],
        .digit7: [KEY_NUMERIC_7, KEY_7, KEY_KP7],
        .digit8: [KEY_NUMERIC_8, KEY_8, KEY_KP8],
        .digit9: [KEY_NUMERIC_9, KEY_9, KEY_KP9],
        .red: [KEY_RED, KEY_F1],
        .green: [KEY_GREEN, KEY_F2],
        .yellow: [KEY_YELLOW, KEY_F3],
        .blue: [KEY_BLUE, KEY_F4],
        .tv: [KEY_TV, KEY_TV2, KEY_TUNER, KEY_F5],
    ])
}
