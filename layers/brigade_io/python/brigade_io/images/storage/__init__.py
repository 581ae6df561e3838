"""Where pictures are kept: S3 and what speaks like it, a folder, Cloudinary, Vercel Blob."""
