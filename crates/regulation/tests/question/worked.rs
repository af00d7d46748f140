//! The questionnaire over real services.
