//! HTML files to streams, through an HTML5 parser.
