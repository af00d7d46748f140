//! What okno does by itself: jobs and timers.
