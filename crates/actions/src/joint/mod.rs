//! Joint applications (FORM-07): the invited fill in and sign a part of their own, the one who files
//! follows and sends, and each who signed has the case and its result (RESULT-11).

mod around;
pub mod case;
pub mod filer;
pub mod filing;
pub mod own;

pub use around::Around;
