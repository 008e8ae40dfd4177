// What every page has: groups that fold, notices that leave, keys that jump.
import "./fold.js"
import "./toast.js"
import "./shortcuts.js"
