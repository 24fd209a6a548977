/** What a category of the grocer has in common. */
export interface GrocerCategory {
  code: string;
  name: string;
  unit: string;
  /** Share of the list price that remains after the unit cost, 0–1. */
  margin: number;
  /** Yearly season: demand peaks on this day of the year, at exp(strength) times its geometric mean. */
  seasonPeakDay: number;
  seasonStrength: number;
  /** Does the company take 30 % off on the last day of a batch's life? */
  marksDown: boolean;
  products: GrocerProduct[];
}

export interface GrocerProduct {
  name: string;
  listPriceCents: number;
  /** From production to the last sellable day. */
  shelfLifeDays: number;
}

/** One product per line: name, list price, shelf life in days; the best known first. */
function products(lines: string): GrocerProduct[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', price = '', life = ''] = line.split('|').map((part) => part.trim());
      return { name, listPriceCents: Math.round(Number(price) * 100), shelfLifeDays: Number(life) };
    });
}

const dairy = products(`
Whole Milk 1 l | 1.29 | 12
Semi-skimmed Milk 1 l | 1.19 | 12
Butter 250 g | 2.49 | 60
Natural Yoghurt 500 g | 1.39 | 24
Strawberry Yoghurt 150 g | 0.79 | 24
Gouda Slices 200 g | 2.29 | 45
Mozzarella 125 g | 1.19 | 28
Double Cream 200 ml | 1.09 | 18
Free-range Eggs 10 pcs | 3.29 | 24
Quark 250 g | 1.15 | 21
Feta 200 g | 2.79 | 60
Buttermilk 500 ml | 0.99 | 16
Skyr Vanilla 450 g | 2.19 | 26
Camembert 250 g | 2.59 | 35
Cottage Cheese 200 g | 1.49 | 20
Kefir 500 ml | 1.59 | 21
Mascarpone 250 g | 2.49 | 40
Rice Pudding 200 g | 0.69 | 30
`);

const bakery = products(`
Baguette | 1.49 | 3
Wholemeal Loaf 750 g | 3.29 | 5
Sliced White Bread 500 g | 1.79 | 8
Butter Croissant | 1.19 | 3
Rye Bread 500 g | 2.99 | 7
Burger Buns 6 pcs | 1.99 | 12
Pretzel Roll | 0.89 | 3
Cinnamon Roll | 1.69 | 3
Ciabatta 300 g | 2.29 | 4
Wraps 6 pcs | 2.19 | 30
Apple Turnover | 1.79 | 3
Pumpkin Seed Rolls 4 pcs | 2.49 | 4
Blueberry Muffins 4 pcs | 3.49 | 9
Marble Cake 400 g | 3.29 | 18
Pita Bread 5 pcs | 1.59 | 10
Spelt Loaf 500 g | 3.59 | 6
`);

const meat = products(`
Chicken Breast Fillet 400 g | 5.49 | 8
Minced Beef 500 g | 4.99 | 6
Minced Pork and Beef 500 g | 4.29 | 6
Pork Escalope 400 g | 4.79 | 8
Chicken Thighs 600 g | 4.49 | 8
Bratwurst 5 pcs | 4.29 | 14
Beef Stir-fry Strips 350 g | 6.99 | 9
Turkey Breast 400 g | 5.99 | 8
Rump Steak 250 g | 7.99 | 12
Pork Neck Steaks 500 g | 5.49 | 9
Whole Chicken 1.2 kg | 6.49 | 9
Lamb Chops 300 g | 8.99 | 11
Beef Goulash 500 g | 7.49 | 9
Duck Breast 300 g | 8.49 | 14
Salmon Fillet 250 g | 6.99 | 6
Trout Fillets Smoked 125 g | 3.79 | 24
`);

const produce = products(`
Strawberries 500 g | 3.49 | 5
Mixed Salad 200 g | 1.79 | 6
Cherry Tomatoes 250 g | 1.99 | 10
Bananas Bag 1 kg | 1.89 | 7
Baby Spinach 150 g | 1.99 | 7
Button Mushrooms 400 g | 2.29 | 7
Blueberries 250 g | 2.99 | 10
Cucumber | 0.89 | 10
Rocket 125 g | 1.49 | 6
Avocado Twin | 2.49 | 7
Romaine Hearts 2 pcs | 1.59 | 9
Raspberries 125 g | 2.49 | 4
Broccoli 500 g | 1.79 | 8
Fresh Herbs Basil Pot | 1.79 | 9
Grapes White 500 g | 2.49 | 9
Peppers Tricolour 500 g | 2.29 | 12
Carrots 1 kg | 1.19 | 20
Apples Braeburn 1 kg | 2.49 | 30
`);

const readyMeals = products(`
Lasagne Bolognese 400 g | 3.99 | 18
Chicken Curry with Rice 400 g | 4.49 | 16
Fresh Tortellini 250 g | 2.49 | 35
Margherita Pizza Chilled 350 g | 3.29 | 20
Caesar Salad Bowl 250 g | 3.99 | 5
Lentil Soup 500 ml | 3.49 | 25
Pad Thai 380 g | 4.79 | 14
Quinoa Bowl 300 g | 4.99 | 7
Tomato Soup 500 ml | 3.29 | 25
Vegetable Moussaka 400 g | 4.29 | 16
Sushi Box 12 pcs | 6.99 | 4
Egg Sandwich | 2.79 | 4
Ham and Cheese Sandwich | 2.99 | 4
Falafel Wrap | 3.49 | 5
Gnocchi 500 g | 1.99 | 40
Potato Gratin 450 g | 3.49 | 18
`);

const deli = products(`
Cooked Ham 150 g | 2.49 | 21
Hummus 200 g | 1.99 | 30
Salami 100 g | 1.99 | 40
Potato Salad 400 g | 2.29 | 24
Smoked Salmon 100 g | 3.99 | 24
Chicken Slices 120 g | 2.19 | 20
Tzatziki 250 g | 1.89 | 26
Prosciutto 80 g | 3.29 | 45
Coleslaw 300 g | 1.79 | 18
Liver Pate 125 g | 1.89 | 30
Green Olives 150 g | 2.49 | 50
Herring Salad 200 g | 2.59 | 20
Stuffed Peppers 150 g | 2.99 | 30
Pesto Fresh 150 g | 2.79 | 35
Turkey Pastrami 80 g | 2.49 | 22
Prawn Cocktail 150 g | 3.49 | 14
`);

const juice = products(`
Orange Juice Fresh 750 ml | 3.29 | 18
Apple Juice Chilled 1 l | 2.49 | 30
Mango Smoothie 250 ml | 2.29 | 24
Green Smoothie 250 ml | 2.49 | 16
Carrot Ginger Juice 330 ml | 2.79 | 14
Multivitamin Juice 1 l | 2.19 | 60
Lemonade Chilled 750 ml | 2.29 | 40
Berry Smoothie 250 ml | 2.29 | 24
Beetroot Juice 330 ml | 2.59 | 20
Grapefruit Juice 750 ml | 3.49 | 18
Iced Coffee Latte 250 ml | 1.79 | 45
Oat Drink Barista 1 l | 2.19 | 90
Kombucha Ginger 330 ml | 2.69 | 70
Coconut Water 330 ml | 1.99 | 180
`);

const plantBased = products(`
Tofu Natural 200 g | 1.99 | 40
Soy Yoghurt Plain 400 g | 1.89 | 35
Vegan Mince 275 g | 3.29 | 22
Veggie Burger 2 pcs | 3.49 | 24
Smoked Tofu 175 g | 2.29 | 45
Vegan Slices 80 g | 2.19 | 30
Oat Yoghurt Berry 400 g | 2.29 | 32
Tempeh 200 g | 2.99 | 40
Vegan Schnitzel 200 g | 3.29 | 22
Falafel Balls 200 g | 2.79 | 26
Plant Spread Herb 150 g | 2.49 | 30
Vegan Feta 150 g | 2.59 | 50
Seitan Strips 180 g | 3.19 | 28
Almond Quark 300 g | 2.69 | 24
`);

const desserts = products(`
Chocolate Pudding 200 g | 0.89 | 26
Tiramisu 2 pcs | 2.99 | 20
Vanilla Custard 500 g | 1.79 | 28
Panna Cotta 2 pcs | 2.49 | 24
Mousse au Chocolat 100 g | 1.19 | 22
Fruit Jelly 175 g | 0.79 | 40
Cheesecake Slice | 2.29 | 8
Creme Brulee 2 pcs | 2.99 | 22
Fruit Salad Cup 250 g | 2.99 | 4
Apple Strudel 350 g | 3.49 | 12
Eclair Coffee 2 pcs | 2.99 | 6
Milk Slice 5 pcs | 1.99 | 35
Profiteroles 300 g | 3.79 | 14
Mango Lassi 500 ml | 1.99 | 22
`);

const pantry = products(`
Spaghetti 500 g | 1.29 | 720
Basmati Rice 1 kg | 2.99 | 540
Chopped Tomatoes 400 g | 0.99 | 700
Sunflower Oil 1 l | 2.49 | 420
Wheat Flour 1 kg | 0.99 | 300
Red Lentils 500 g | 1.99 | 500
Tomato Ketchup 500 ml | 2.29 | 400
Chickpeas Tin 400 g | 0.89 | 800
Olive Oil Extra 500 ml | 6.99 | 480
Oat Flakes 500 g | 0.99 | 300
Peanut Butter 350 g | 2.99 | 300
Tuna in Oil 185 g | 1.99 | 900
Honey 500 g | 4.99 | 700
Mustard Medium 200 ml | 0.99 | 360
Coconut Milk 400 ml | 1.79 | 600
Balsamic Vinegar 500 ml | 2.79 | 900
`);

const snacks = products(`
Potato Crisps Salted 175 g | 1.79 | 110
Milk Chocolate 100 g | 1.19 | 240
Butter Biscuits 200 g | 1.59 | 180
Roasted Cashews 150 g | 2.79 | 200
Tortilla Chips 200 g | 1.69 | 120
Fruit Gums 300 g | 1.49 | 270
Salted Peanuts 250 g | 1.69 | 210
Dark Chocolate 100 g | 1.79 | 300
Trail Mix 200 g | 2.49 | 180
Rice Cakes 100 g | 1.09 | 200
Muesli Bars 6 pcs | 2.29 | 190
Pretzel Sticks 250 g | 0.99 | 150
Gingerbread Hearts 250 g | 1.99 | 120
Popcorn Sweet 150 g | 1.49 | 110
`);

const breakfast = products(`
Ground Coffee 500 g | 6.49 | 360
Cornflakes 375 g | 2.19 | 270
Strawberry Jam 340 g | 2.29 | 500
Black Tea 25 bags | 1.79 | 700
Crunchy Muesli 500 g | 2.99 | 240
Hazelnut Spread 400 g | 2.99 | 300
UHT Milk 1 l | 1.15 | 110
Cocoa Powder 250 g | 2.49 | 480
Coffee Beans 1 kg | 12.99 | 400
Peppermint Tea 25 bags | 1.49 | 700
Maple Syrup 250 ml | 4.99 | 600
Granola Nut 450 g | 3.79 | 210
Rusks 225 g | 1.29 | 180
Instant Cappuccino 280 g | 3.49 | 420
`);

/**
 * The range of the grocer. Prices and lives are typical of Central European
 * supermarkets; margins are gross of shrinkage.
 */
export const grocerCategories: readonly GrocerCategory[] = [
  category('DAI', 'Dairy', 'each', 0.26, 350, 0.05, false, dairy),
  category('BAK', 'Bakery', 'each', 0.42, 340, 0.06, true, bakery),
  category('MEA', 'Meat & Fish', 'pack', 0.27, 175, 0.12, true, meat),
  category('PRO', 'Produce', 'pack', 0.32, 165, 0.25, false, produce),
  category('RDY', 'Chilled Ready Meals', 'pack', 0.36, 20, 0.12, true, readyMeals),
  category('DEL', 'Deli', 'pack', 0.34, 350, 0.1, true, deli),
  category('JUI', 'Juice & Chilled Drinks', 'bottle', 0.33, 195, 0.22, false, juice),
  category('PLA', 'Plant-based', 'pack', 0.33, 15, 0.1, true, plantBased),
  category('DES', 'Chilled Desserts', 'each', 0.34, 350, 0.08, true, desserts),
  category('PAN', 'Pantry', 'each', 0.28, 5, 0.06, false, pantry),
  category('SNA', 'Snacks & Sweets', 'pack', 0.35, 345, 0.16, false, snacks),
  category('BRE', 'Breakfast & Hot Drinks', 'pack', 0.3, 10, 0.12, false, breakfast),
];

function category(
  code: string,
  name: string,
  unit: string,
  margin: number,
  seasonPeakDay: number,
  seasonStrength: number,
  marksDown: boolean,
  list: GrocerProduct[],
): GrocerCategory {
  return { code, name, unit, margin, seasonPeakDay, seasonStrength, marksDown, products: list };
}

/** Lines a product comes in, so that a larger company has more items under believable names. */
export const productLines: readonly { prefix: string; suffix: string; priceFactor: number }[] = [
  { prefix: '', suffix: '', priceFactor: 1 },
  { prefix: 'Organic ', suffix: '', priceFactor: 1.35 },
  { prefix: 'Value ', suffix: '', priceFactor: 0.78 },
  { prefix: 'Select ', suffix: '', priceFactor: 1.55 },
  { prefix: '', suffix: ' Family Pack', priceFactor: 1.85 },
  { prefix: 'Organic ', suffix: ' Family Pack', priceFactor: 2.45 },
  { prefix: 'Value ', suffix: ' Family Pack', priceFactor: 1.45 },
];
