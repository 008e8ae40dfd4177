// What every page has: notices that leave, keys that jump.
import "./toast.js"
import "./shortcuts.js"
