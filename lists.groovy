// The kinds of mail that people may take and leave, and how many mails an address gets.
list('feedback') {
  name        'Feedback'
  description 'Now and then a question about how it goes'
}

list('product-news') {
  name        'Product news'
  description 'What is new, twice a month'
  optIn()
}

cap 7, per: 7.days
cap 1, per: 1.day, category: 'product-news'
exempt 'transactional'
