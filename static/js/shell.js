// What every page has: menus that close, notices that leave, keys that jump.
import "./menu.js"
import "./toast.js"
import "./shortcuts.js"
import "./copy.js"
