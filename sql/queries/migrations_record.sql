-- Purpose: remember that a migration was applied.
-- Parameter name: of the file, without suffix
-- Parameter sha256: of the file before it was rendered, in hexadecimal
-- Parameter at: time of application
-- Rows: none
INSERT INTO migrations (name, sha256, applied_at)
SELECT {name:String}, {sha256:String}, {at:DateTime64(3, 'Asia/Shanghai')}
