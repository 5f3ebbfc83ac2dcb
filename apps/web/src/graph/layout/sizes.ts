// Every measure of the picture, in CSS pixels at zoom 1.

export const NODE_WIDTH = 174;
export const NODE_HEIGHT = 84;
export const UNDO_HEIGHT = 72;
/** Height of an undo that does not matter yet: its name only. */
export const GHOST_HEIGHT = 26;
export const END_WIDTH = 108;
export const END_HEIGHT = 44;
export const COLUMN_GAP = 32;
export const ROW_GAP = 24;
/** Room for the double line of the pivot and its words. */
export const PIVOT_WIDTH = 64;
export const PADDING = 20;
/** Room of a lane's title above its first row. */
export const LANE_TITLE = 28;
/** Room between a forward box and the lane of undoing, crossed by the tie. */
export const LANE_GAP = 26;
