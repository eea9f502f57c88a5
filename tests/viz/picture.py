"""Measurements of a page that work in every browser."""

# An expression: the number of colors on the canvas.
COLORS = """(() => {
    const canvas = document.querySelector('#canvas canvas');
    if (!canvas || !canvas.width || !canvas.height) return 0;
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const colors = new Set();
    for (let i = 0; i < data.length; i += 4)
        if (data[i + 3]) colors.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
    return colors.size;
})()"""
